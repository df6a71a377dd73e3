"""Who works with a repository: listed, looked up, asked, taken off."""

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from watchword.access.gate import Grant, require
from watchword.access.roles import BY_NAME, BY_PERMISSION, Role
from watchword.access.table import collaborators as table
from watchword.accounts.model import User
from watchword.kernel.errors import FieldError, Invalid, NotFound
from watchword.kernel.ids import OrgId, UserId
from watchword.kernel.pagination import LARGEST_SIZE, Page, PageRequest
from watchword.repositories import inviting, service
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import FinderFor, in_repository
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing_invitations import shown
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.collaborators import (
    CollaboratorShape,
    PermissionOfPerson,
    RepositoryInvitationShape,
    collaborator,
    permission_of,
)
from watchword.work.unit import Work

ALL: Final = "/collaborators"
ONE: Final = "/collaborators/{username}"
MOST_PAGES: Final = 20
"""Of a hundred members each that are looked through; more than these are not listed."""
DOCS: Final = "collaborators/collaborators#"


class Listing(Paged, kw_only=True):
    """Which collaborators are wanted."""

    affiliation: Literal["outside", "direct", "all"] = "all"
    permission: Literal["pull", "triage", "push", "maintain", "admin"] | None = None
    """Only who may do at least that."""


class Named(Struct, kw_only=True):
    """Who is meant."""

    username: InPath = ""


class Wanted(Struct, kw_only=True):
    """Who is asked, and to do what."""

    permission: str | None = None
    username: InPath = ""

    def role(self) -> Role:
        """The role. Raises Invalid for what is none."""
        return role_of(self.permission or "push", "permission")


class Collaborators:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def page(self, work: Work, grant: Grant[Repository], asked: Listing) -> Page[CollaboratorShape]:
        """List who works with a repository."""
        least = BY_PERMISSION[asked.permission] if asked.permission else Role.READ
        people = [
            (user, role)
            for user, role in _people(work, grant.target, asked.affiliation)
            if role >= least
        ]
        wanted = asked.request
        part = people[wanted.offset :][: wanted.size]
        told = [collaborator(user, role, self._at) for user, role in part]
        return Page(told, len(people), wanted)

    def check(self, work: Work, grant: Grant[Repository], asked: Named) -> None:
        """Tell whether somebody works with a repository."""
        user = person(work, asked.username)
        if not _works(work, grant.target, user):
            raise NotFound

    def permission(self, work: Work, grant: Grant[Repository], asked: Named) -> PermissionOfPerson:
        """Tell what somebody may do with a repository."""
        user = person(work, asked.username)
        return permission_of(user, role_for(work, grant.target, user), self._at)

    def invite(
        self, work: Work, grant: Grant[Repository], asked: Wanted
    ) -> Told[RepositoryInvitationShape | None]:
        """Ask somebody to work with a repository, or change what a collaborator may do."""
        user = person(work, asked.username)
        made = inviting.invite(work, grant, user, asked.role())
        if made is None:
            return Told(None, status=204)
        return Told(shown(work, grant.actor, made, self._at), status=201)

    def remove(self, work: Work, grant: Grant[Repository], asked: Named) -> None:
        """Take somebody off a repository."""
        user = person(work, asked.username)
        if grant.actor.user == user.id:
            service.leave(work, grant, user)
            return
        taking = require(grant.actor, table.REMOVE, grant.target)
        service.remove_collaborator(work, taking, user.login)
        inviting.uninvite(work, grant.target, user)


def person(work: Work, login: str) -> User:
    """The person of that login. Raises NotFound."""
    found = work.users.by_login(login)
    if found is None:
        raise NotFound
    return found


def role_of(text: str, field: str) -> Role:
    """Read a role by either of GitHub's names for it. Raises Invalid."""
    role = BY_PERMISSION.get(text) or BY_NAME.get(text)
    if role is None:
        raise Invalid(FieldError("Repository", field, "invalid"))
    return role


def role_for(work: Work, repository: Repository, user: User) -> Role:
    """What somebody may do with a repository, in whatever way they came by that."""
    found = work.repositories.by_id(repository.id, user.id)
    return Role.NONE if found is None else found.role_of_viewer


def _works(work: Work, repository: Repository, user: User) -> bool:
    """Whether somebody may do more with it than everybody may."""
    found = work.repositories.by_id(repository.id, user.id)
    return found is not None and (found.owner == user.id or found.viewer_role > Role.NONE)


def _people(work: Work, repository: Repository, affiliation: str) -> Iterator[tuple[User, Role]]:
    """Who works with it, by login, with what they may do; a person who owns it first."""
    owner = work.users.by_id(repository.owner)
    if owner is not None and affiliation != "outside":
        yield owner, Role.ADMIN
    direct = {one.user for one in work.repositories.collaborators(repository.id)}
    members = _members(work, repository) if repository.in_organization else set()
    wanted = {"direct": direct, "outside": direct - members, "all": direct | members}
    found = (work.users.by_id(number) for number in wanted[affiliation])
    for user in sorted((one for one in found if one), key=lambda one: one.login.lower()):
        if _works(work, repository, user):
            yield user, role_for(work, repository, user)


def _members(work: Work, repository: Repository) -> set[UserId]:
    """Everybody who is in the organization that owns it."""
    members: set[UserId] = set()
    for number in range(1, MOST_PAGES + 1):
        page = work.organizations.members(
            OrgId(repository.owner), PageRequest(number, LARGEST_SIZE)
        )
        members |= {one.user for one in page.items}
        if number >= page.last:
            break
    return members


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    at = services.at
    people = Collaborators(at)

    def list_all(path: str, finder: FinderFor) -> Endpoint:
        row = route("GET", path, table.READ, finder(table.READ), people.page, Listing)
        return endpoint(row, DOCS + "list-repository-collaborators")

    def check(path: str, finder: FinderFor) -> Endpoint:
        row = route("GET", path, table.READ, finder(table.READ), people.check, Named, status=204)
        return endpoint(row, DOCS + "check-if-a-user-is-a-repository-collaborator")

    def permission(path: str, finder: FinderFor) -> Endpoint:
        reading = table.READ_PERMISSION
        row = route("GET", path, reading, finder(reading), people.permission, Named)
        return endpoint(row, DOCS + "get-repository-permissions-for-a-user")

    def invite(path: str, finder: FinderFor) -> Endpoint:
        row = route("PUT", path, table.INVITE, finder(table.INVITE), people.invite, Wanted)
        return endpoint(row, DOCS + "add-a-repository-collaborator")

    def remove(path: str, finder: FinderFor) -> Endpoint:
        leaving = table.LEAVE
        row = route("DELETE", path, leaving, finder(leaving), people.remove, Named, status=204)
        return endpoint(row, DOCS + "remove-a-repository-collaborator")

    return [
        *in_repository(at, ALL, list_all),
        *in_repository(at, ONE, check),
        *in_repository(at, f"{ONE}/permission", permission),
        *in_repository(at, ONE, invite),
        *in_repository(at, ONE, remove),
    ]
