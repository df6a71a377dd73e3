"""Statuses of commits: reported, listed, put together."""

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import statuses as table
from watchword.kernel.pagination import Page
from watchword.repositories.model import Repository
from watchword.statuses import service
from watchword.statuses.model import State, combined
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.creators import creators
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.library import Rooms, rows
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing import shown
from watchword.surfaces.rest.whole_commits import found_commit
from watchword.surfaces.shapes.statuses import CombinedStatus, Status, simple_status, status
from watchword.work.unit import Work


class Report(Struct, kw_only=True):
    """What is reported about a commit."""

    sha: InPath = ""
    state: State
    target_url: str | None = None
    description: str | None = None
    context: str | None = None


class Asked(Paged, kw_only=True):
    """About which commit."""

    ref: InPath = ""


class Statuses(Rooms):
    """Handlers."""

    async def create(self, steps: Steps[Repository], report: Report) -> Status:
        """Create a commit status."""
        sha = await self._commit(steps, report.sha)

        def unit(work: Work, grant: Grant[Repository]) -> Status:
            made = service.create(
                work,
                grant,
                sha=sha,
                state=report.state,
                context=report.context or "default",
                description=report.description,
                target_url=report.target_url,
            )
            by = creators(work, [made.creator], self.at)
            return status(made, grant.target.full_name, by, self.at)

        return await steps.write(unit)

    async def page(self, steps: Steps[Repository], asked: Asked) -> Page[Status]:
        """List commit statuses for a reference."""
        sha = await self._commit(steps, asked.ref)

        def unit(work: Work, grant: Grant[Repository]) -> Page[Status]:
            found = work.statuses.page(grant.target.id, sha, asked.request)
            by = creators(work, (one.creator for one in found.items), self.at)
            return found.map(lambda one: status(one, grant.target.full_name, by, self.at))

        return await steps.read(unit)

    async def combined(self, steps: Steps[Repository], asked: Asked) -> CombinedStatus:
        """Get the combined status for a specific reference."""
        sha = await self._commit(steps, asked.ref)

        def unit(work: Work, grant: Grant[Repository]) -> CombinedStatus:
            found = list(work.statuses.newest(grant.target.id, sha))
            part = found[asked.request.offset :][: asked.request.size]
            by = creators(work, (one.creator for one in part), self.at)
            name = grant.target.full_name
            commit_url = f"{self.at.api}/repos/{name}/commits/{sha}"
            return CombinedStatus(
                state=combined(found),
                statuses=[simple_status(one, name, by, self.at) for one in part],
                sha=sha,
                total_count=len(found),
                repository=shown(work, grant.actor, grant.target, self.at),
                commit_url=commit_url,
                url=f"{commit_url}/status",
            )

        return await steps.read(unit)

    async def _commit(self, steps: Steps[Repository], word: str) -> str:
        """The commit that is meant. Raises Invalid for one that is not there."""
        here = await self.opened(steps)
        return await here.read(lambda store: found_commit(store, here, word).commit)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    at, made = services.at, Statuses(services.at, services.library)
    create = "commits/statuses#create-a-commit-status"
    page = "commits/statuses#list-commit-statuses-for-a-reference"
    one = "commits/statuses#get-the-combined-status-for-a-specific-reference"
    read = table.READ
    return [
        *rows(at, "POST", "/statuses/{sha}", table.CREATE, made.create, Report, create, status=201),
        *rows(at, "GET", "/statuses/{ref}", read, made.page, Asked, page),
        *rows(at, "GET", "/commits/{ref}/statuses", read, made.page, Asked, page),
        *rows(at, "GET", "/commits/{ref}/status", read, made.combined, Asked, one),
    ]
