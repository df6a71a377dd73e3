"""Pictures of accounts: the first letter of the login, on a ground of the account's own colour."""

from watchword.access.gate import Grant
from watchword.access.table import accounts as table
from watchword.authn.resolve import Caller
from watchword.kernel.ids import UserId
from watchword.repositories import owners
from watchword.repositories.owners import Owner
from watchword.surfaces.http_kit.route_table import Lane, Params, route
from watchword.surfaces.rest.answers import Plain
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.shapes.users import AVATAR
from watchword.work.unit import Work

SVG = b"image/svg+xml"
GOLDEN_ANGLE = 137
"""Degrees of the colour circle between neighbours: close numbers get colours far apart."""


def numbered(work: Work, caller: Caller, params: Params) -> Owner | None:
    """The account of that number."""
    found = number(params["user_id"])
    return None if found is None else owners.by_id(work, UserId(found), caller.actor.user)


def show(_work: Work, grant: Grant[Owner], _asked: Nothing) -> Plain:
    """Draw an account's picture."""
    hue = grant.target.id * GOLDEN_ANGLE % 360
    # Logins are letters, digits and hyphens, so nothing in the picture needs escaping.
    letter = grant.target.login[0].upper()
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="460" height="460">'
        f'<rect width="64" height="64" fill="hsl({hue},55%,38%)"/>'
        '<text x="32" y="43" font-family="sans-serif" font-size="32" text-anchor="middle" '
        f'fill="#fff">{letter}</text></svg>'
    )
    return Plain(SVG, picture.encode())


def routes() -> list[Endpoint]:
    """The row."""
    path = AVATAR.format(id="{user_id}")
    row = route("GET", path, table.READ, numbered, show, Nothing, Lane.GLANCE)
    return [endpoint(row, counted=False)]
