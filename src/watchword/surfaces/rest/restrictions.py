"""Who may push to a protected branch."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Final, TypeAlias, TypeVar

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import protection as table
from watchword.kernel.ids import TeamId, UserId
from watchword.repositories import protecting
from watchword.repositories.model import Repository
from watchword.repositories.protection import Protection
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.errors import NotThere
from watchword.surfaces.rest.finding import FinderFor, in_repository
from watchword.surfaces.rest.protection import PATH, OfBranch, found_for, people, teams
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes import protection as shapes
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.protection import Restrictions
from watchword.surfaces.shapes.teams import TeamShape
from watchword.surfaces.shapes.users import SimpleUser
from watchword.work.unit import Work

ALL: Final = PATH + "/restrictions"
USERS: Final = ALL + "/users"
TEAMS: Final = ALL + "/teams"
ABOUT: Final = "branches/branch-protection"
NOT_RESTRICTED: Final = "Push restrictions not enabled"
"""GitHub's words (GHES behaviour)."""
T = TypeVar("T")
Combine: TypeAlias = Callable[[tuple[T, ...], tuple[T, ...]], tuple[T, ...]]


class Logins(Struct, kw_only=True):
    """Accounts; GitHub takes the list alone as well."""

    alone: ClassVar[str] = "users"
    branch: InPath = ""
    users: list[str]


class Slugs(Struct, kw_only=True):
    """Teams; GitHub takes the list alone as well."""

    alone: ClassVar[str] = "teams"
    branch: InPath = ""
    teams: list[str]


def restricted(work: Work, repository: Repository, branch: str) -> Protection:
    """The rule that holds for a branch and says who may push. Raises NotThere."""
    found = found_for(work, repository, branch)
    if not found.rules.restricted:
        raise NotThere(NOT_RESTRICTED)
    return found


def added(now: tuple[T, ...], named: tuple[T, ...]) -> tuple[T, ...]:
    """Those who may, and those who were named."""
    return (*now, *(one for one in named if one not in now))


def replaced(_now: tuple[T, ...], named: tuple[T, ...]) -> tuple[T, ...]:
    """Those who were named and nobody else."""
    return named


def taken(now: tuple[T, ...], named: tuple[T, ...]) -> tuple[T, ...]:
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
        named = people(work, found.rules, self._at), teams(work, found.rules, self._at)
        return shapes.restrictions(url, *named)

    def lift(self, work: Work, grant: Grant[Repository], asked: OfBranch) -> None:
        """Let everybody push to a branch who may write."""
        found = restricted(work, grant.target, asked.branch)
        protecting.change(
            work, grant, found, replace(found.rules, restricted=False, users=(), teams=())
        )

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

    def teams(self, work: Work, grant: Grant[Repository], asked: OfBranch) -> list[TeamShape]:
        """List the teams that may push to a branch."""
        found = restricted(work, grant.target, asked.branch)
        return teams(work, found.rules, self._at)

    def add_teams(self, work: Work, grant: Grant[Repository], wanted: Slugs) -> list[TeamShape]:
        """Let more teams push to a branch."""
        return self._changed_teams(work, grant, wanted, added)

    def put_teams(self, work: Work, grant: Grant[Repository], wanted: Slugs) -> list[TeamShape]:
        """Let these teams push to a branch and no others."""
        return self._changed_teams(work, grant, wanted, replaced)

    def take_teams(self, work: Work, grant: Grant[Repository], wanted: Slugs) -> list[TeamShape]:
        """Let some teams push to a branch no longer."""
        return self._changed_teams(work, grant, wanted, taken)

    def _changed_teams(
        self, work: Work, grant: Grant[Repository], wanted: Slugs, combine: Combine[TeamId]
    ) -> list[TeamShape]:
        found = restricted(work, grant.target, wanted.branch)
        named = combine(found.rules.teams, protecting.teams(work, grant, wanted.teams))
        rules = replace(found.rules, teams=named)
        protecting.change(work, grant, found, rules)
        return teams(work, rules, self._at)

    def _changed(
        self, work: Work, grant: Grant[Repository], wanted: Logins, combine: Combine[UserId]
    ) -> list[SimpleUser]:
        found = restricted(work, grant.target, wanted.branch)
        users = combine(found.rules.users, protecting.people(work, wanted.users))
        rules = replace(found.rules, users=users)
        protecting.change(work, grant, found, rules)
        return people(work, rules, self._at)


def routes(services: Services) -> list[Endpoint]:
    """The rows, by name and by number."""
    own = Pushers(services.at)
    return [*_of_all(services, own), *_of_users(services, own), *_of_teams(services, own)]


def _of_all(services: Services, own: Pushers) -> list[Endpoint]:
    def show(path: str, at: FinderFor) -> Endpoint:
        row = route("GET", path, table.READ, at(table.READ), own.show, OfBranch)
        return endpoint(row, f"{ABOUT}#get-access-restrictions")

    def lift(path: str, at: FinderFor) -> Endpoint:
        row = route("DELETE", path, table.SET, at(table.SET), own.lift, OfBranch, status=204)
        return endpoint(row, f"{ABOUT}#delete-access-restrictions")

    return [one for make in (show, lift) for one in in_repository(services.at, ALL, make)]


def _of_users(services: Services, own: Pushers) -> list[Endpoint]:
    def show(path: str, at: FinderFor) -> Endpoint:
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

    makers = (show, add, put, take)
    return [one for make in makers for one in in_repository(services.at, USERS, make)]


def _of_teams(services: Services, own: Pushers) -> list[Endpoint]:
    def show(path: str, at: FinderFor) -> Endpoint:
        row = route("GET", path, table.READ, at(table.READ), own.teams, OfBranch)
        return endpoint(row, f"{ABOUT}#get-teams-with-access-to-the-protected-branch")

    def add(path: str, at: FinderFor) -> Endpoint:
        row = route("POST", path, table.SET, at(table.SET), own.add_teams, Slugs)
        return endpoint(row, f"{ABOUT}#add-team-access-restrictions")

    def put(path: str, at: FinderFor) -> Endpoint:
        row = route("PUT", path, table.SET, at(table.SET), own.put_teams, Slugs)
        return endpoint(row, f"{ABOUT}#set-team-access-restrictions")

    def take(path: str, at: FinderFor) -> Endpoint:
        row = route("DELETE", path, table.SET, at(table.SET), own.take_teams, Slugs)
        return endpoint(row, f"{ABOUT}#remove-team-access-restrictions")

    makers = (show, add, put, take)
    return [one for make in makers for one in in_repository(services.at, TEAMS, make)]
