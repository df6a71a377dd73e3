"""A kind of mail: to whom it goes, and what it tells beyond the fact itself."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from watchword.accounts.model import User
from watchword.audit.model import StoredEvent
from watchword.kernel.ids import UserId
from watchword.work.unit import Work


class Addressee(Struct, frozen=True):
    """Who reads it, and at which address."""

    user: User
    address: str


Values: TypeAlias = Mapping[str, object]


def its_account(work: Work, event: StoredEvent) -> Sequence[Addressee]:
    """The account that it happened to (`user_id` of the fact), at its primary address."""
    return account(work, event.body.get("user_id"))


def account(work: Work, number: int | None) -> Sequence[Addressee]:
    """The account of that number, unless it is gone, suspended, or has no address."""
    user = None if number is None else work.users.by_id(UserId(number))
    if user is None or user.email is None or user.suspended_at is not None:
        return ()
    return (Addressee(user, user.email),)


def nothing_more(_work: Work, _event: StoredEvent) -> Values | None:
    """The fact says it all."""
    return {}


class Letter(Struct, frozen=True):
    """What is told of one kind of fact; its words are the template named after the fact."""

    to: Callable[[Work, StoredEvent], Sequence[Addressee]] = its_account
    values: Callable[[Work, StoredEvent], Values | None] = nothing_more
    """What the template gets beyond the fact; None: there is nothing to tell after all."""
    writes: bool = False
    """Whether finding these values keeps something, such as the hash of a link's secret."""
