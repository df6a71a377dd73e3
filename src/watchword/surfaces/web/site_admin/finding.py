"""Finding the site for those who run it: to everybody else these pages are not there."""

from typing import Final

from watchword.accounts.model import SITE, Site, User
from watchword.authn.resolve import Caller
from watchword.kernel.errors import NotFound
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.route import Asked
from watchword.work.unit import Work

ROOT: Final = "/site-admin"


def site_behind(_work: Work, caller: Caller, _params: Params) -> Site | None:
    """The server itself, for whoever runs it."""
    return SITE if caller.user is not None and caller.user.site_admin else None


def person_of_path(work: Work, asked: Asked) -> User:
    """Find the account that the path names, the gate having been asked. Raises NotFound."""
    found = work.users.by_login(asked.params["login"])
    if found is None:
        raise NotFound
    return found
