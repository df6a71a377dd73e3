"""Who made things: accounts in GitHub's shape, each looked up once."""

from collections.abc import Iterable

from watchword.kernel.ids import UserId
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work.unit import Work


def creators(
    work: Work, numbers: Iterable[UserId | None], at: Addresses
) -> dict[UserId | None, SimpleUser | None]:
    """The accounts of those numbers; None leads to None, as does an account that is gone."""
    told: dict[UserId | None, SimpleUser | None] = {None: None}
    for number in {one for one in numbers if one is not None}:
        user = work.users.by_id(number)
        told[number] = simple_user(user, at) if user else None
    return told
