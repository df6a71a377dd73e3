"""Lists of gists, of their versions and of their forks; and stars."""

from datetime import UTC, datetime

from watchword.access.gate import Grant
from watchword.access.table import gists as table
from watchword.accounts.model import Site, User
from watchword.contents import gist_files
from watchword.contents.ports import Store
from watchword.gists import service
from watchword.gists.model import Gist
from watchword.gists.ports import Listing
from watchword.kernel.errors import NotFound
from watchword.kernel.pagination import Page
from watchword.surfaces.http_kit.route_table import Steps, route, steps
from watchword.surfaces.rest import gist_finding as finding
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.gist_finding import GIST, Seen, Told, seen
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.users import named, oneself
from watchword.surfaces.shapes.gists import BaseGist, GistCommit, gist_commit
from watchword.work.unit import Work


class GistListing(Paged, kw_only=True):
    """Which part of a list is wanted."""

    since: datetime | None = None

    @property
    def after(self) -> int | None:
        """In seconds since 1970; a time without a zone is one of UTC (GHES behaviour)."""
        at = self.since
        if at is None:
            return None
        return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())


class GistLists:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Read by those."""
        self._at = services.at
        self._gists = services.gists
        self._library = services.library
        self._told = Told(services.library, services.at)

    async def own(self, steps: Steps[User | Site], asked: GistListing) -> Page[BaseGist]:
        """List one's own gists; everybody's public ones for nobody in particular."""

        def unit(work: Work, grant: Grant[User | Site]) -> Page[Seen]:
            return _page(work, grant, service.listing(grant, since=asked.after), asked)

        return await self._listed(await steps.read(unit))

    async def public(self, steps: Steps[Site], asked: GistListing) -> Page[BaseGist]:
        """List everybody's public gists."""

        def unit(work: Work, grant: Grant[Site]) -> Page[Seen]:
            return _page(work, grant, Listing(since=asked.after), asked)

        return await self._listed(await steps.read(unit))

    async def starred(self, steps: Steps[User], asked: GistListing) -> Page[BaseGist]:
        """List the gists that one marked with a star."""

        def unit(work: Work, grant: Grant[User]) -> Page[Seen]:
            wanted = Listing(starred_by=grant.target.id, listed=None, since=asked.after)
            return _page(work, grant, wanted, asked)

        return await self._listed(await steps.read(unit))

    async def theirs(self, steps: Steps[User], asked: GistListing) -> Page[BaseGist]:
        """List the public gists of a person."""

        def unit(work: Work, grant: Grant[User]) -> Page[Seen]:
            return _page(work, grant, Listing(of=grant.target.id, since=asked.after), asked)

        return await self._listed(await steps.read(unit))

    async def forks(self, steps: Steps[Gist], asked: Paged) -> Page[BaseGist]:
        """List the public copies of a gist."""

        def unit(work: Work, grant: Grant[Gist]) -> Page[Seen]:
            return _page(work, grant, Listing(forked_from=grant.target.id), asked)

        return await self._listed(await steps.read(unit))

    async def fork(self, steps: Steps[Gist], _asked: Nothing) -> BaseGist:
        """Make a copy of somebody's gist."""
        actor = steps.caller.actor
        source = await steps.read(lambda _work, grant: grant.target.id)
        made = await self._gists.fork(actor, source)

        def unit(work: Work, _grant: Grant[Gist]) -> Seen:
            return seen(work, actor, [made])[0]

        return await self._told.base(await steps.read(unit))

    async def commits(self, steps: Steps[Gist], asked: Paged) -> Page[GistCommit]:
        """List the versions of a gist, the newest first."""
        one = await steps.read(lambda work, grant: seen(work, grant.actor, [grant.target])[0])
        request = asked.request

        def read(store: Store) -> tuple[gist_files.Version, ...]:
            return gist_files.log(
                store,
                one.readable.default_branch,
                skip=request.offset,
                # One more than is told: whether there is another page.
                count=request.size + 1,
            )

        found = await self._library.shelf.open(one.readable, read)
        told = [gist_commit(one.gist, one.owner, version, self._at) for version in found]
        return Page(told[: request.size], request.offset + len(told), request)

    def star(self, work: Work, grant: Grant[Gist], _asked: Nothing) -> None:
        """Mark a gist with a star."""
        assert grant.actor.user is not None
        service.star(work, grant, grant.actor.user, starred=True)

    def unstar(self, work: Work, grant: Grant[Gist], _asked: Nothing) -> None:
        """Take one's star away."""
        assert grant.actor.user is not None
        service.star(work, grant, grant.actor.user, starred=False)

    def is_starred(self, work: Work, grant: Grant[Gist], _asked: Nothing) -> None:
        """Tell whether one marked a gist: 204 for yes, 404 for no."""
        assert grant.actor.user is not None
        if not work.gists.is_starred(grant.target.id, grant.actor.user):
            raise NotFound

    async def _listed(self, page: Page[Seen]) -> Page[BaseGist]:
        return Page(await self._told.all(page.items), page.total, page.request)


def _page(
    work: Work,
    grant: Grant[User | Site] | Grant[User] | Grant[Site] | Grant[Gist],
    wanted: Listing,
    asked: Paged,
) -> Page[Seen]:
    found = work.gists.page(wanted, asked.request)
    return Page(seen(work, grant.actor, found.items), found.total, found.request)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    lists, by_id = GistLists(services), finding.by_id
    everybody = finding.oneself_or_everybody
    star, forks, place = GIST + "/star", GIST + "/forks", "gists/gists#"
    rows = {
        "list-gists-for-the-authenticated-user": steps(
            "GET", "/gists", table.LIST, everybody, lists.own, GistListing
        ),
        "list-public-gists": steps(
            "GET", "/gists/public", table.LIST, site, lists.public, GistListing
        ),
        "list-starred-gists": steps(
            "GET", "/gists/starred", table.LIST_STARRED, oneself, lists.starred, GistListing
        ),
        "list-gists-for-a-user": steps(
            "GET", "/users/{username}/gists", table.LIST, named, lists.theirs, GistListing
        ),
        "list-gist-commits": steps(
            "GET", GIST + "/commits", table.READ, by_id, lists.commits, Paged
        ),
        "list-gist-forks": steps("GET", forks, table.READ, by_id, lists.forks, Paged),
        "fork-a-gist": steps("POST", forks, table.FORK, by_id, lists.fork, Nothing, status=201),
        "star-a-gist": route("PUT", star, table.STAR, by_id, lists.star, Nothing, status=204),
        "unstar-a-gist": route(
            "DELETE", star, table.STAR, by_id, lists.unstar, Nothing, status=204
        ),
        "check-if-a-gist-is-starred": route(
            "GET", star, table.STAR, by_id, lists.is_starred, Nothing, status=204
        ),
    }
    return [endpoint(row, place + name) for name, row in rows.items()]
