"""Commits: listed, and one with what it changed."""

from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import contents as table
from watchword.contents import history, names, reading
from watchword.contents.history import Wanted
from watchword.contents.kinship import Form
from watchword.contents.model import Place
from watchword.contents.ports import Store
from watchword.kernel.errors import Invalid, NotFound
from watchword.kernel.pagination import Page
from watchword.ref_updates.model import BRANCHES
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.answers import Plain
from watchword.surfaces.rest.authors import addresses_of, around
from watchword.surfaces.rest.branches import is_protected
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.library import Opened, Rooms, rows
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.protection import rulebook
from watchword.surfaces.rest.reading import ByMedia, InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.whole_commits import (
    Shown,
    found_commit,
    listed,
    one,
    whole,
    with_files,
)
from watchword.surfaces.shapes.commits import Commit, ShaLink, WholeCommit
from watchword.work.unit import Work

SANDBOX: Final = b"default-src 'none'; sandbox"
FORMS: Final = {"diff": Form.DIFF, "patch": Form.PATCH}
MOST_BRANCHES: Final = 1_000
BELOW: Final = ("/check-runs", "/check-suites", "/pulls")
"""What GHES has below a commit and this server has not; a branch may be called so all the same."""

Persons = tuple[frozenset[str] | None, frozenset[str] | None]


class Listing(Paged, kw_only=True):
    """Which commits are wanted: from where on, of what path, by whom, of what time."""

    sha: str | None = None
    path: str | None = None
    author: str | None = None
    committer: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class One(Paged, kw_only=True):
    """Which commit is wanted, and in what form."""

    ref: InPath = ""
    media: ByMedia = "json"


class Head(Struct, kw_only=True):
    """Which commit is asked about."""

    commit_sha: InPath = ""


class BranchShort(Struct, kw_only=True):
    """A branch whose newest commit was asked about."""

    name: str
    commit: ShaLink
    protected: bool


class Commits(Rooms):
    """Handlers."""

    async def page(self, steps: Steps[Repository], asked: Listing) -> Page[Commit]:
        """List commits."""
        here = await self.opened(steps)
        authors, committers = await self._persons(steps, asked)
        request, since, until = asked.request, seconds(asked.since), seconds(asked.until)
        wanted = Wanted(request.offset, request.size, since, until, authors, committers)
        path = names.parts((asked.path or "").strip("/").encode())

        def look(store: Store) -> tuple[list[Shown], bool]:
            place = found_commit(store, here, asked.sha or "")
            if path is None:
                return [], False
            whole_place = Place(place.kind, place.name, place.commit, path)
            found = history.part(store, whole_place, wanted)
            return [one(store, each.id) for each in found.commits], found.more

        found, more = await here.read(look)
        known = await around(steps, self.at, (each.commit for each in found))
        told = [listed(each, known, here.places) for each in found]
        return Page(told, request.offset + len(told), request, more=more)

    async def show(self, steps: Steps[Repository], asked: One) -> WholeCommit | Plain:
        """Get a commit."""
        here = await self.opened(steps)
        try:
            found = (await here.read(lambda store: found_commit(store, here, asked.ref))).commit
        except Invalid:
            if asked.ref.endswith(BELOW):
                raise NotFound from None
            raise
        if asked.media == "sha":
            return Plain(b"application/vnd.github.sha; charset=utf-8", found.encode(), SANDBOX)
        if asked.media in FORMS:
            return await self._written(here, found, asked.media)
        shown = await here.read(lambda store: with_files(store, found))
        known = await around(steps, self.at, [shown.commit])
        part = asked.request if asked.page or asked.per_page else None
        return whole(shown, known, here.places, part)

    async def branches_here(self, steps: Steps[Repository], asked: Head) -> list[BranchShort]:
        """List the branches whose newest commit is that one."""
        here, rules = await self.opened(steps), await rulebook(steps)

        def look(store: Store) -> tuple[str, list[bytes]]:
            wanted = found_commit(store, here, asked.commit_sha).commit
            tips = store.refs(BRANCHES.encode(), MOST_BRANCHES)
            return wanted, [name for name, target in tips if target == wanted]

        sha, found = await here.read(look)
        link = ShaLink(sha=sha, url=f"{here.places.api}/commits/{sha}")
        prefix = BRANCHES.encode()
        short = [each.removeprefix(prefix) for each in found]
        return [
            BranchShort(name=names.plain(one), commit=link, protected=is_protected(rules, one))
            for one in short
        ]

    async def _persons(self, steps: Steps[Repository], asked: Listing) -> Persons:
        """The addresses of the author and of the committer that are wanted; None for anybody."""
        if not asked.author and not asked.committer:
            return None, None

        def unit(work: Work, _grant: Grant[Repository]) -> Persons:
            both = (asked.author, asked.committer)
            author, committer = (addresses_of(work, self.at, one) if one else None for one in both)
            return author, committer

        return await steps.read(unit)

    async def _written(self, here: Opened, found: str, media: str) -> Plain:
        form = FORMS[media]
        base = None
        if form is Form.DIFF:
            model = await here.read(lambda store: reading.commit(store, found))
            base = model.parents[0] if model.parents else None
        genealogy = self.library.genealogy
        text = await genealogy.written(here.readable, base, found, form, here.account)
        return Plain(f"application/vnd.github.{media}; charset=utf-8".encode(), text, SANDBOX)


def seconds(at: datetime | None) -> int | None:
    """In seconds since 1970; a time without a zone is one of UTC (GHES behaviour)."""
    if at is None:
        return None
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    at, made, read = services.at, Commits(services.at, services.library), table.READ
    page, show = "commits/commits#list-commits", "commits/commits#get-a-commit"
    heads = "commits/commits#list-branches-for-head-commit"
    where = "/commits/{commit_sha}/branches-where-head"
    return [
        *rows(at, "GET", "/commits", read, made.page, Listing, page),
        *rows(at, "GET", "/commits/{*ref}", read, made.show, One, show),
        *rows(at, "GET", where, read, made.branches_here, Head, heads),
    ]
