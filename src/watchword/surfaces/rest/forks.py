"""Forks, and bringing them up to date; repositories that begin as a template."""

from collections.abc import Callable
from typing import Final, Literal

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import Grant, require
from watchword.access.kinds import SCOPED
from watchword.access.table import forks as table
from watchword.access.table import repositories as repository_table
from watchword.kernel.ids import RepoId
from watchword.kernel.pagination import Page
from watchword.repositories.lineage import Order
from watchword.repositories.model import Repository as Model
from watchword.repositories.model import Visibility
from watchword.repositories.service import Wanted
from watchword.surfaces.http_kit.route_table import Steps, route, steps
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import FinderFor, in_repository
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing import all_shown, shown
from watchword.surfaces.shapes.repositories import FullRepository, Repository
from watchword.work.forks import WantedFork
from watchword.work.templates import FromTemplate
from watchword.work.unit import Work

BEHIND = "This branch is not behind the upstream {base}."
FORWARD = "Successfully fetched and fast-forwarded from upstream {base}."


ORDERS: Final = {
    "newest": Order.NEWEST,
    "oldest": Order.OLDEST,
    "stargazers": Order.STARS,
    "watchers": Order.WATCHERS,
}


class NewFork(Struct, kw_only=True):
    """What a fork is to be."""

    organization: str | None = None
    name: str | None = None
    default_branch_only: bool | None = None


class ForkListing(Paged, kw_only=True):
    """Which part of the list is wanted, in which order."""

    sort: Literal["newest", "oldest", "stargazers", "watchers"] = "newest"


class UpstreamBranch(Struct, kw_only=True):
    """Which branch is to be brought up to date."""

    branch: str


class MergedUpstream(Struct, kw_only=True):
    """What became of the branch."""

    message: str
    merge_type: str
    base_branch: str


class FromTemplateWanted(Struct, kw_only=True):
    """What a repository is to be that begins as a template."""

    name: str
    owner: str | None = None
    description: str | None = None
    include_all_branches: bool = False
    private: bool = False


class Forks:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Make forks by those."""
        self._at = services.at
        self._copies = services.copies

    def list_all(self, work: Work, grant: Grant[Model], asked: ForkListing) -> Page[Repository]:
        """List the forks of a repository."""
        actor, request = grant.actor, asked.request
        page = work.lineage.forks(
            grant.target.id,
            actor.user,
            request,
            order=ORDERS[asked.sort],
            public_only=not carries_private(actor),
        )
        found = [work.repositories.by_id(number, actor.user) for number in page.items]
        there = [one for one in found if one is not None]
        return Page(all_shown(work, actor, there, self._at), page.total, request)

    async def make(self, steps: Steps[Model], wanted: NewFork) -> FullRepository:
        """Make a fork; it is filled in the background."""
        actor = steps.caller.actor
        source = await steps.read(lambda _work, grant: grant.target.id)
        only = bool(wanted.default_branch_only)
        made = await self._copies.forks.fork(
            actor, WantedFork(source, wanted.organization or None, wanted.name, only)
        )
        return await steps.read(self._shown(made))

    async def merge(self, steps: Steps[Model], wanted: UpstreamBranch) -> MergedUpstream:
        """Bring a branch of a fork to where its source is."""
        fork = await steps.read(lambda _work, grant: grant.target.id)
        merged = await self._copies.upstream.merge(steps.caller.actor, fork, wanted.branch)
        text = BEHIND if merged.merge.value == "none" else FORWARD
        return MergedUpstream(
            message=text.format(base=merged.base),
            merge_type=merged.merge.value,
            base_branch=merged.base,
        )

    async def generate(self, steps: Steps[Model], wanted: FromTemplateWanted) -> FullRepository:
        """Make a repository that begins with what stands in a template."""
        template = await steps.read(lambda _work, grant: grant.target.id)
        visibility = Visibility.PRIVATE if wanted.private else Visibility.PUBLIC
        made = await self._copies.templates.generate(
            steps.caller.actor,
            FromTemplate(
                template,
                wanted.owner,
                Wanted(wanted.name, visibility, wanted.description),
                all_branches=wanted.include_all_branches,
            ),
        )
        return await steps.read(self._shown(made))

    def _shown(self, number: RepoId) -> Callable[[Work, Grant[Model]], FullRepository]:
        def unit(work: Work, grant: Grant[Model]) -> FullRepository:
            found = work.repositories.by_id(number, grant.actor.user)
            target = require(grant.actor, repository_table.READ, found).target
            return shown(work, grant.actor, target, self._at)

        return unit


def carries_private(actor: Actor) -> bool:
    """Whether the credential reaches what is not public at all."""
    need = repository_table.READ.needs(public=False)
    return actor.kind not in SCOPED or bool(need & actor.scopes)


def routes(services: Services) -> list[Endpoint]:
    """The rows, by name and by number."""
    own = Forks(services)

    def list_all(path: str, at: FinderFor) -> Endpoint:
        row = route("GET", path, table.LIST, at(table.LIST), own.list_all, ForkListing)
        return endpoint(row, "repos/forks#list-forks")

    def make(path: str, at: FinderFor) -> Endpoint:
        row = steps("POST", path, table.FORK, at(table.FORK), own.make, NewFork, status=202)
        return endpoint(row, "repos/forks#create-a-fork")

    def merge(path: str, at: FinderFor) -> Endpoint:
        find = at(table.MERGE_UPSTREAM)
        row = steps("POST", path, table.MERGE_UPSTREAM, find, own.merge, UpstreamBranch)
        return endpoint(row, "branches/branches#sync-a-fork-branch-with-the-upstream-repository")

    def generate(path: str, at: FinderFor) -> Endpoint:
        find, wanted = at(table.GENERATE), FromTemplateWanted
        row = steps("POST", path, table.GENERATE, find, own.generate, wanted, status=201)
        return endpoint(row, "repos/repos#create-a-repository-using-a-template")

    at = services.at
    return [
        *in_repository(at, "/forks", list_all),
        *in_repository(at, "/forks", make),
        *in_repository(at, "/merge-upstream", merge),
        *in_repository(at, "/generate", generate),
    ]
