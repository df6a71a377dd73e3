"""People, as those who run the site make, name, stop and promote them."""

from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant, require
from watchword.access.table import accounts as table
from watchword.accounts import names, oversight, service
from watchword.accounts.model import Site, User
from watchword.accounts.service import Registration
from watchword.kernel.errors import NotFound
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.organizations.site import Queued
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work import oversight as endings
from watchword.work.delete_account import delete_account
from watchword.work.unit import Work

DOCS: Final = "enterprise-admin/users#"


class NewPerson(Struct, kw_only=True):
    """What a new account is to be."""

    login: str
    email: str | None = None
    suspended: bool = False


class Named(Struct, kw_only=True):
    """Who is meant."""

    username: InPath = ""


class NewLogin(Named, kw_only=True):
    """What an account is to be called."""

    login: str


class Because(Named, kw_only=True):
    """Who is meant, and why."""

    reason: str | None = None


def person(work: Work, login: str) -> User:
    """Find an account, the gate having been asked. Raises NotFound."""
    found = work.users.by_login(login)
    if found is None:
        raise NotFound
    return found


class SitePeople:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at

    def create(self, work: Work, grant: Grant[Site], wanted: NewPerson) -> SimpleUser:
        """Make an account that has no password yet."""
        login = names.normalised(wanted.login)
        made = service.create(work, grant, Registration(login, wanted.email, None))
        if wanted.suspended:
            oversight.suspend(work, require(grant.actor, table.SUSPEND, grant.target), made)
        return simple_user(made, self._at)

    def rename(self, work: Work, grant: Grant[Site], wanted: NewLogin) -> Queued:
        """Call an account otherwise; its repositories are found under the old login too."""
        user = person(work, wanted.username)
        oversight.rename(work, grant, user, wanted.login)
        message = "Job queued to rename user. It may take a few minutes to complete."
        return Queued(message=message, url=f"{self._at.api}/user/{user.id}")

    def delete(self, work: Work, grant: Grant[Site], asked: Named) -> None:
        """Delete an account with all that it owns."""
        delete_account(work, grant, person(work, asked.username))

    def suspend(self, work: Work, grant: Grant[Site], asked: Because) -> None:
        """Refuse an account: sessions end now, tokens are refused while it lasts."""
        endings.suspend(work, grant, person(work, asked.username), asked.reason)

    def unsuspend(self, work: Work, grant: Grant[Site], asked: Because) -> None:
        """Let an account and its tokens live again."""
        oversight.unsuspend(work, grant, person(work, asked.username), asked.reason)

    def promote(self, work: Work, grant: Grant[Site], asked: Named) -> None:
        """Let a person run the site."""
        oversight.promote(work, grant, person(work, asked.username))

    def demote(self, work: Work, grant: Grant[Site], asked: Named) -> None:
        """Let a person run the site no longer; the last one who does stays."""
        endings.demote(work, grant, person(work, asked.username))


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    own, all_, one = SitePeople(services), "/admin/users", "/admin/users/{username}"
    stopped, runs = "/users/{username}/suspended", "/users/{username}/site_admin"
    return [
        endpoint(
            route("POST", all_, table.CREATE, site, own.create, NewPerson, status=201),
            f"{DOCS}create-a-user",
        ),
        endpoint(
            route("PATCH", one, table.RENAME, site, own.rename, NewLogin, status=202),
            f"{DOCS}update-the-username-for-a-user",
        ),
        endpoint(
            route("DELETE", one, table.DELETE, site, own.delete, Named, status=204),
            f"{DOCS}delete-a-user",
        ),
        endpoint(
            route("PUT", stopped, table.SUSPEND, site, own.suspend, Because, status=204),
            f"{DOCS}suspend-a-user",
        ),
        endpoint(
            route("DELETE", stopped, table.SUSPEND, site, own.unsuspend, Because, status=204),
            f"{DOCS}unsuspend-a-user",
        ),
        endpoint(
            route("PUT", runs, table.PROMOTE, site, own.promote, Named, status=204),
            f"{DOCS}promote-a-user-to-be-a-site-administrator",
        ),
        endpoint(
            route("DELETE", runs, table.PROMOTE, site, own.demote, Named, status=204),
            f"{DOCS}demote-a-site-administrator",
        ),
    ]
