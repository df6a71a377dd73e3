"""Who may push to a protected branch."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import protection as table
from watchword.kernel.ids import UserId
from watchword.repositories import protecting
from watchword.repositories.model import Repository
from watchword.repositories.protection import Protection
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.errors import NotThere
from watchword.surfaces.rest.finding import FinderFor, in_repository
from watchword.surfaces.rest.protection import PATH, OfBranch, found_for, people
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes import protection as shapes
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.protection import Restrictions
from watchword.surfaces.shapes.users import SimpleUser
from watchword.work.unit import Work

ALL: Final = PATH + "/restrictions"
USERS: Final = ALL + "/users"
ABOUT: Final = "branches/branch-protection"
NOT_RESTRICTED: Final = "Push restrictions not enabled"
"""GitHub's words (GHES behaviour)."""
Combine = Callable[[tuple[UserId, ...], tuple[UserId, ...]], tuple[UserId, ...]]


class Logins(Struct, kw_only=True):
    """Accounts; GitHub takes the list alone as well."""

    alone: ClassVar[str] = "users"
    branch: InPath = ""
    users: list[str]


def restricted(work: Work, repository: Repository, branch: str) -> Protection:
    """The rule that holds for a branch and says who may push. Raises NotThere."""
    found = found_for(work, repository, branch)
    if not found.rules.restricted:
        raise NotThere(NOT_RESTRICTED)
    return found


def added(now: tuple[UserId, ...], named: tuple[UserId, ...]) -> tuple[UserId, ...]:
    """Those who may, and those who were named."""
    return (*now, *(one for one in named if one not in now))


def replaced(_now: tuple[UserId, ...], named: tuple[UserId, ...]) -> tuple[UserId, ...]:
    """Those who were named and nobody else."""
    return named


def taken(now: tuple[UserId, ...], named: tuple[UserId, ...]) -> tuple[UserId, ...]:
    """Those who may, without those who were named."""
    return tuple(one for one in now if one not in named)


class Pushers:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def show(self, work: Work, grant: Grant[Repository], asked: OfBranch) -> Restrictions:
        """Tell who may push to a branch."""
        found = restricted(work, grant.target, asked.branch)
        url = shapes.address(grant.target, asked.branch, self._at)
        return shapes.restrictions(url, people(work, found.rules, self._at))

    def lift(self, work: Work, grant: Grant[Repository], asked: OfBranch) -> None:
        """Let everybody push to a branch who may write."""
        found = restricted(work, grant.target, asked.branch)
        protecting.change(work, grant, found, replace(found.rules, restricted=False, users=()))

    def users(self, work: Work, grant: Grant[Repository], asked: OfBranch) -> list[SimpleUser]:
        """List the people who may push to a branch."""
        found = restricted(work, grant.target, asked.branch)
        return people(work, found.rules, self._at)

    def add(self, work: Work, grant: Grant[Repository], wanted: Logins) -> list[SimpleUser]:
        """Let more people push to a branch."""
        return self._changed(work, grant, wanted, added)

    def put(self, work: Work, grant: Grant[Repository], wanted: Logins) -> list[SimpleUser]:
        """Let these people push to a branch and no others."""
        return self._changed(work, grant, wanted, replaced)

    def take(self, work: Work, grant: Grant[Repository], wanted: Logins) -> list[SimpleUser]:
        """Let some people push to a branch no longer."""
        return self._changed(work, grant, wanted, taken)

    def _changed(
        self, work: Work, grant: Grant[Repository], wanted: Logins, combine: Combine
    ) -> list[SimpleUser]:
        found = restricted(work, grant.target, wanted.branch)
        users = combine(found.rules.users, protecting.people(work, wanted.users))
        rules = replace(found.rules, users=users)
        protecting.change(work, grant, found, rules)
        return people(work, rules, self._at)


def routes(services: Services) -> list[Endpoint]:
    """The rows, by name and by number."""
    own = Pushers(services.at)

    def show(path: str, at: FinderFor) -> Endpoint:
        row = route("GET", path, table.READ, at(table.READ), own.show, OfBranch)
        return endpoint(row, f"{ABOUT}#get-access-restrictions")

    def lift(path: str, at: FinderFor) -> Endpoint:
        row = route("DELETE", path, table.SET, at(table.SET), own.lift, OfBranch, status=204)
        return endpoint(row, f"{ABOUT}#delete-access-restrictions")

    def users(path: str, at: FinderFor) -> Endpoint:
        row = route("GET", path, table.READ, at(table.READ), own.users, OfBranch)
        return endpoint(row, f"{ABOUT}#get-users-with-access-to-the-protected-branch")

    def add(path: str, at: FinderFor) -> Endpoint:
        row = route("POST", path, table.SET, at(table.SET), own.add, Logins)
        return endpoint(row, f"{ABOUT}#add-user-access-restrictions")

    def put(path: str, at: FinderFor) -> Endpoint:
        row = route("PUT", path, table.SET, at(table.SET), own.put, Logins)
        return endpoint(row, f"{ABOUT}#set-user-access-restrictions")

    def take(path: str, at: FinderFor) -> Endpoint:
        row = route("DELETE", path, table.SET, at(table.SET), own.take, Logins)
        return endpoint(row, f"{ABOUT}#remove-user-access-restrictions")

    rows = (
        (ALL, show),
        (ALL, lift),
        (USERS, users),
        (USERS, add),
        (USERS, put),
        (USERS, take),
    )
    return [one for tail, make in rows for one in in_repository(services.at, tail, make)]
