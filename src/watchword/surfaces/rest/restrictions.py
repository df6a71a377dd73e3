"""Who may push to a protected branch."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Final, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from watchword.access.gate import Grant
from watchword.access.table import protection as table
from watchword.kernel.ids import TeamId, UserId
from watchword.repositories import protecting
from watchword.repositories.model import Repository
from watchword.repositories.protection import Protection, ProtectionRules
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.errors import NotThere
from watchword.surfaces.rest.protection import ABOUT, PATH, OfBranch, found_for, people, teams
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.repository_rows import RepositoryRows
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
ACCESS: Final = "with-access-to-the-protected-branch"
NOT_RESTRICTED: Final = "Push restrictions not enabled"
"""GitHub's words (GHES behaviour)."""
K = TypeVar("K")
W = TypeVar("W", bound="Logins | Slugs")


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


class Pushers(Struct, Generic[K, W], frozen=True):
    """People or teams: who of them may push by a rule, and how others are named."""

    now: Callable[[ProtectionRules], tuple[K, ...]]
    named: Callable[[Work, Grant[Repository], W], tuple[K, ...]]
    kept: Callable[[ProtectionRules, tuple[K, ...]], ProtectionRules]

    def added(self, work: Work, grant: Grant[Repository], wanted: W) -> ProtectionRules:
        """Let those who are named push as well."""
        return self._changed(work, grant, wanted, lambda now, named: (*now, *named))

    def replaced(self, work: Work, grant: Grant[Repository], wanted: W) -> ProtectionRules:
        """Let those who are named push, and no others."""
        return self._changed(work, grant, wanted, lambda _now, named: named)

    def taken(self, work: Work, grant: Grant[Repository], wanted: W) -> ProtectionRules:
        """Let those who are named push no longer."""

        def without(now: Sequence[K], named: Sequence[K]) -> Sequence[K]:
            return [one for one in now if one not in named]

        return self._changed(work, grant, wanted, without)

    def _changed(
        self,
        work: Work,
        grant: Grant[Repository],
        wanted: W,
        combine: Callable[[Sequence[K], Sequence[K]], Sequence[K]],
    ) -> ProtectionRules:
        found = restricted(work, grant.target, wanted.branch)
        both = combine(self.now(found.rules), self.named(work, grant, wanted))
        rules = self.kept(found.rules, tuple(dict.fromkeys(both)))
        protecting.change(work, grant, found, rules)
        return rules


PEOPLE: Final[Pushers[UserId, Logins]] = Pushers(
    now=lambda rules: rules.users,
    named=lambda work, _grant, wanted: protecting.people(work, wanted.users),
    kept=lambda rules, users: replace(rules, users=users),
)
THEIR_TEAMS: Final[Pushers[TeamId, Slugs]] = Pushers(
    now=lambda rules: rules.teams,
    named=lambda work, grant, wanted: protecting.teams(work, grant, wanted.teams),
    kept=lambda rules, teams: replace(rules, teams=teams),
)


class Handlers:
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
        rules = replace(found.rules, restricted=False, users=(), teams=())
        protecting.change(work, grant, found, rules)

    def users(self, work: Work, grant: Grant[Repository], asked: OfBranch) -> list[SimpleUser]:
        """List the people who may push to a branch."""
        found = restricted(work, grant.target, asked.branch)
        return people(work, found.rules, self._at)

    def add(self, work: Work, grant: Grant[Repository], wanted: Logins) -> list[SimpleUser]:
        """Let more people push to a branch."""
        return people(work, PEOPLE.added(work, grant, wanted), self._at)

    def put(self, work: Work, grant: Grant[Repository], wanted: Logins) -> list[SimpleUser]:
        """Let these people push to a branch and no others."""
        return people(work, PEOPLE.replaced(work, grant, wanted), self._at)

    def take(self, work: Work, grant: Grant[Repository], wanted: Logins) -> list[SimpleUser]:
        """Let some people push to a branch no longer."""
        return people(work, PEOPLE.taken(work, grant, wanted), self._at)

    def teams(self, work: Work, grant: Grant[Repository], asked: OfBranch) -> list[TeamShape]:
        """List the teams that may push to a branch."""
        found = restricted(work, grant.target, asked.branch)
        return teams(work, found.rules, self._at)

    def add_teams(self, work: Work, grant: Grant[Repository], wanted: Slugs) -> list[TeamShape]:
        """Let more teams push to a branch."""
        return teams(work, THEIR_TEAMS.added(work, grant, wanted), self._at)

    def put_teams(self, work: Work, grant: Grant[Repository], wanted: Slugs) -> list[TeamShape]:
        """Let these teams push to a branch and no others."""
        return teams(work, THEIR_TEAMS.replaced(work, grant, wanted), self._at)

    def take_teams(self, work: Work, grant: Grant[Repository], wanted: Slugs) -> list[TeamShape]:
        """Let some teams push to a branch no longer."""
        return teams(work, THEIR_TEAMS.taken(work, grant, wanted), self._at)


def routes(services: Services) -> list[Endpoint]:
    """The rows, by name and by number."""
    own = Handlers(services.at)
    of = RepositoryRows(services.at, f"{ABOUT}#").of
    read, change = table.READ, table.SET
    users, teams_ = "user-access-restrictions", "team-access-restrictions"
    return [
        *of("GET", ALL, read, own.show, OfBranch, "get-access-restrictions"),
        *of("DELETE", ALL, change, own.lift, OfBranch, "delete-access-restrictions", status=204),
        *of("GET", USERS, read, own.users, OfBranch, f"get-users-{ACCESS}"),
        *of("POST", USERS, change, own.add, Logins, f"add-{users}"),
        *of("PUT", USERS, change, own.put, Logins, f"set-{users}"),
        *of("DELETE", USERS, change, own.take, Logins, f"remove-{users}"),
        *of("GET", TEAMS, read, own.teams, OfBranch, f"get-teams-{ACCESS}"),
        *of("POST", TEAMS, change, own.add_teams, Slugs, f"add-{teams_}"),
        *of("PUT", TEAMS, change, own.put_teams, Slugs, f"set-{teams_}"),
        *of("DELETE", TEAMS, change, own.take_teams, Slugs, f"remove-{teams_}"),
    ]
