"""Protected branches: a rule shown, made, changed and removed."""

from typing import Any, Final

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from watchword.access.gate import Grant
from watchword.access.table import protection as table
from watchword.kernel.errors import FieldError, Invalid
from watchword.ref_updates.model import Command
from watchword.ref_updates.protected import BranchProtected, Judged, judge, standing
from watchword.repositories import protecting
from watchword.repositories.model import Repository
from watchword.repositories.protection import Protection, ProtectionRules, Rulebook, governing
from watchword.surfaces.http_kit.route_table import Steps, route, steps
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.errors import NotThere
from watchword.surfaces.rest.finding import FinderFor, in_repository
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes import protection as shapes
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.protection import BranchProtection, EnabledAt
from watchword.surfaces.shapes.teams import TeamShape, team_shape
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work.unit import Work

PATH: Final = "/branches/{branch}/protection"
ADMINS: Final = PATH + "/enforce_admins"
ABOUT: Final = "branches/branch-protection"
NO_BRANCH: Final = "Branch not found"
NOT_PROTECTED: Final = "Branch not protected"
"""GitHub's words, which clients look for (GHES behaviour)."""
NOT_ENFORCED: Final = "This server does not enforce that yet. Send null or false."
NO_SUCH: Final = "There is none of that name"


class OfBranch(Struct, kw_only=True):
    """The branch of the path."""

    branch: InPath = ""


class Allowed(Struct, kw_only=True):
    """Who may push."""

    users: list[str] = []
    teams: list[str] = []
    apps: list[str] = []


class NewProtection(Struct, kw_only=True):
    """What may not be done to a branch. What GitHub requires is required here."""

    branch: InPath = ""
    required_status_checks: dict[str, Any] | None
    enforce_admins: bool | None
    required_pull_request_reviews: dict[str, Any] | None
    restrictions: Allowed | None
    required_linear_history: bool | None = None
    allow_force_pushes: bool | UnsetType | None = UNSET
    allow_deletions: bool | None = None
    block_creations: bool | None = None
    required_conversation_resolution: bool | None = None
    lock_branch: bool | None = None
    allow_fork_syncing: bool | None = None

    def must_be_enforced(self) -> None:
        """Refuse what would be promised and not kept. Raises Invalid."""
        promises = (
            "required_status_checks",
            "required_pull_request_reviews",
            "required_linear_history",
            "required_conversation_resolution",
            "allow_fork_syncing",
        )
        complaints = [
            FieldError("ProtectedBranch", name, "custom", NOT_ENFORCED)
            for name in promises
            if getattr(self, name) is not None and getattr(self, name) is not False
        ]
        if complaints:
            raise Invalid(*complaints)


def found_for(work: Work, repository: Repository, branch: str) -> Protection:
    """The rule that holds for a branch. Raises NotThere."""
    found = governing(work.protections.of(repository.id), branch)
    if found is None:
        raise NotThere(NOT_PROTECTED)
    return found


async def rulebook(asked: Steps[Repository]) -> Rulebook:
    """The rules of the repository that is asked about; it may be asked by everybody who reads it.

    That a branch is protected is no secret; how, is told to those who run the repository.
    """
    return await asked.read(lambda work, grant: Rulebook(work.protections.of(grant.target.id)))


async def must_be_deletable(
    asked: Steps[Repository], deletion: Command, but: Protection | None = None
) -> None:
    """Stop who may not delete a branch, before anything else is done. Raises BranchProtected.

    One rule may be passed over: it will mean another branch by then.
    """

    def unit(work: Work, grant: Grant[Repository]) -> Judged:
        rules = [one for one in work.protections.of(grant.target.id) if one != but]
        return judge(rules, standing(work, grant, rules), [deletion], ())

    if refused := (await asked.read(unit)).refused:
        raise BranchProtected(refused)


def must_be_none(**names: list[str]) -> None:
    """Refuse applications: there are none that push. Raises Invalid."""
    complaints = [
        FieldError("ProtectedBranch", field, "custom", NO_SUCH)
        for field, given in names.items()
        if given
    ]
    if complaints:
        raise Invalid(*complaints)


class Protections:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there, and look for branches by that."""
        self._at = services.at
        self._branches = services.branches

    def show(self, work: Work, grant: Grant[Repository], asked: OfBranch) -> BranchProtection:
        """Get the protection of a branch."""
        found = found_for(work, grant.target, asked.branch)
        return self._shown(work, grant.target, asked.branch, found)

    async def set(self, asked: Steps[Repository], wanted: NewProtection) -> BranchProtection:
        """Protect a branch, or change how it is protected."""
        wanted.must_be_enforced()
        repository = await asked.read(lambda _work, grant: grant.target)
        if not await self._branches.has(repository, wanted.branch):
            raise NotThere(NO_BRANCH)

        def unit(work: Work, grant: Grant[Repository]) -> BranchProtection:
            rules = self._rules(work, grant, wanted)
            made = protecting.protect(work, grant, wanted.branch, rules)
            return self._shown(work, grant.target, wanted.branch, made)

        return await asked.write(unit)

    def remove(self, work: Work, grant: Grant[Repository], asked: OfBranch) -> None:
        """Protect a branch no longer. A rule that means others too is removed on its page."""
        found = found_for(work, grant.target, asked.branch)
        if found.pattern != asked.branch:
            raise NotThere(NOT_PROTECTED)
        protecting.remove(work, grant, found)

    def show_admins(self, work: Work, grant: Grant[Repository], asked: OfBranch) -> EnabledAt:
        """Tell whether a rule holds for those who run the repository."""
        found = found_for(work, grant.target, asked.branch)
        return shapes.enforce_admins(self._url(grant, asked), found.rules)

    def bind_admins(self, work: Work, grant: Grant[Repository], asked: OfBranch) -> EnabledAt:
        """Let a rule hold for those who run the repository."""
        found = found_for(work, grant.target, asked.branch)
        rules = replace(found.rules, enforce_admins=True)
        protecting.change(work, grant, found, rules)
        return shapes.enforce_admins(self._url(grant, asked), rules)

    def free_admins(self, work: Work, grant: Grant[Repository], asked: OfBranch) -> None:
        """Let a rule hold for those who run the repository no longer."""
        found = found_for(work, grant.target, asked.branch)
        protecting.change(work, grant, found, replace(found.rules, enforce_admins=False))

    def _rules(
        self, work: Work, grant: Grant[Repository], wanted: NewProtection
    ) -> ProtectionRules:
        allowed = wanted.restrictions or Allowed()
        must_be_none(apps=allowed.apps)
        return ProtectionRules(
            restricted=wanted.restrictions is not None,
            users=protecting.people(work, allowed.users),
            teams=protecting.teams(work, grant, allowed.teams),
            allow_force_pushes=wanted.allow_force_pushes is True,
            allow_deletions=bool(wanted.allow_deletions),
            enforce_admins=bool(wanted.enforce_admins),
            lock_branch=bool(wanted.lock_branch),
            block_creations=bool(wanted.block_creations),
        )

    def _url(self, grant: Grant[Repository], asked: OfBranch) -> str:
        return shapes.address(grant.target, asked.branch, self._at)

    def _shown(
        self, work: Work, repository: Repository, branch: str, found: Protection
    ) -> BranchProtection:
        url = shapes.address(repository, branch, self._at)
        rules = found.rules
        named = people(work, rules, self._at), teams(work, rules, self._at)
        return shapes.protection(url, rules, *named)


def people(work: Work, rules: ProtectionRules, at: Addresses) -> list[SimpleUser]:
    """Who may push by a rule."""
    users = (work.users.by_id(one) for one in rules.users)
    return [simple_user(user, at) for user in users if user is not None]


def teams(work: Work, rules: ProtectionRules, at: Addresses) -> list[TeamShape]:
    """The teams that may push by a rule."""
    found = [team for one in rules.teams if (team := work.teams.by_id(one, None)) is not None]
    parents = [work.teams.by_id(one.parent, None) if one.parent else None for one in found]
    return [team_shape(*both, at) for both in zip(found, parents, strict=True)]


def routes(services: Services) -> list[Endpoint]:
    """The rows, by name and by number."""
    own = Protections(services)
    reading, setting, removing = table.READ, table.SET, table.REMOVE

    def show(path: str, at: FinderFor) -> Endpoint:
        row = route("GET", path, reading, at(reading), own.show, OfBranch)
        return endpoint(row, f"{ABOUT}#get-branch-protection")

    def put(path: str, at: FinderFor) -> Endpoint:
        row = steps("PUT", path, setting, at(setting), own.set, NewProtection)
        return endpoint(row, f"{ABOUT}#update-branch-protection")

    def delete(path: str, at: FinderFor) -> Endpoint:
        row = route("DELETE", path, removing, at(removing), own.remove, OfBranch, status=204)
        return endpoint(row, f"{ABOUT}#delete-branch-protection")

    def show_admins(path: str, at: FinderFor) -> Endpoint:
        row = route("GET", path, reading, at(reading), own.show_admins, OfBranch)
        return endpoint(row, f"{ABOUT}#get-admin-branch-protection")

    def bind_admins(path: str, at: FinderFor) -> Endpoint:
        row = route("POST", path, setting, at(setting), own.bind_admins, OfBranch)
        return endpoint(row, f"{ABOUT}#set-admin-branch-protection")

    def free_admins(path: str, at: FinderFor) -> Endpoint:
        row = route("DELETE", path, setting, at(setting), own.free_admins, OfBranch, status=204)
        return endpoint(row, f"{ABOUT}#delete-admin-branch-protection")

    rows = (
        (PATH, show),
        (PATH, put),
        (PATH, delete),
        (ADMINS, show_admins),
        (ADMINS, bind_admins),
        (ADMINS, free_admins),
    )
    return [one for tail, make in rows for one in in_repository(services.at, tail, make)]
