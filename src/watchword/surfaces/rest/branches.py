"""Branches and tags: listed, shown; a branch renamed."""

import asyncio
from typing import Final

from msgspec import Struct

from watchword.access.table import contents as table
from watchword.contents import reading, resolve
from watchword.contents.model import RefKind
from watchword.contents.ports import Store
from watchword.contents.refs import PREFIXES
from watchword.kernel.errors import FieldError, Invalid, NotFound
from watchword.kernel.pagination import Page, PageRequest
from watchword.ref_updates.names import is_branch_name
from watchword.repositories.model import Repository
from watchword.repositories.protection import Rulebook
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest import branch_renaming
from watchword.surfaces.rest.authors import around
from watchword.surfaces.rest.branch_renaming import Renamed
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.errors import NotThere
from watchword.surfaces.rest.library import Opened, Rooms, must_not_have_moved, rows
from watchword.surfaces.rest.moving import begun
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.protection import rulebook
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.whole_commits import Shown, listed, one
from watchword.surfaces.shapes.branches import Branch, ShortBranch, Tag, branch, short_branch, tag

MOST: Final = 10_000
"""Branches or tags that are counted."""
NO_BRANCH: Final = "Branch not found"


class Listing(Paged, kw_only=True):
    """Which branches are wanted."""

    protected: bool | None = None


class Named(Struct, kw_only=True):
    """Which branch."""

    branch: InPath = ""


class Renaming(Struct, kw_only=True):
    """What a branch is to be called."""

    branch: InPath = ""
    new_name: str


class Branches(Rooms):
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Open repositories by that, and move heads by that."""
        super().__init__(services.at, services.library)
        self._heads = services.branches

    async def page(self, steps: Steps[Repository], asked: Listing) -> Page[ShortBranch]:
        """List branches."""
        here = await self.opened(steps)
        found = await here.read(lambda store: _named(store, RefKind.BRANCH))
        book = await rulebook(steps)
        if asked.protected is not None:
            found = await asyncio.to_thread(_protected, found, book, wanted=asked.protected)
        told = [
            short_branch(name, tip, here.places, protected=is_protected(book, name))
            for name, tip in _part(found, asked.request)
        ]
        return Page(told, len(found), asked.request)

    async def show(self, steps: Steps[Repository], asked: Named) -> Branch:
        """Get a branch; a name that it had before leads to the one that it has."""
        here = await self.opened(steps)
        try:
            return await self._shown(steps, here, asked.branch)
        except NotThere:
            await must_not_have_moved(steps, here, self.at, asked.branch, "branches/")
            raise

    async def tags(self, steps: Steps[Repository], asked: Paged) -> Page[Tag]:
        """List tags."""
        here = await self.opened(steps)

        def look(store: Store) -> tuple[list[tuple[bytes, str]], int]:
            # The newest name first, as on GitHub: by name, from its end.
            found = _named(store, RefKind.TAG)[::-1]
            return _peeled(store, _part(found, asked.request)), len(found)

        found, total = await here.read(look)
        told = [tag(name, target, here.places) for name, target in found]
        return Page(told, total, asked.request)

    async def rename(self, steps: Steps[Repository], wanted: Renaming) -> Branch:
        """Rename a branch."""
        make = await begun(steps, self.at, self.library)
        old, new = wanted.branch, wanted.new_name
        tip = await make.here.read(lambda store: _tip(store, old))
        if tip is None:
            raise NotThere(NO_BRANCH)
        taken = await make.here.read(lambda store: _tip(store, new))
        if taken is not None or not is_branch_name(new):
            raise Invalid(FieldError("Branch", "new_name", "invalid"))
        await branch_renaming.rename(steps, make, self._heads, Renamed(old, new, tip))
        return await self._shown(steps, make.here, new)

    async def _shown(self, steps: Steps[Repository], here: Opened, name: str) -> Branch:
        def look(store: Store) -> Shown | None:
            tip = _tip(store, name)
            return one(store, tip) if tip else None

        shown = await here.read(look)
        if shown is None:
            raise NotThere(NO_BRANCH)
        known = await around(steps, self.at, [shown.commit])
        told = listed(shown, known, here.places)
        raw = name.encode("utf-8", "surrogateescape")
        protected = is_protected(await rulebook(steps), raw)
        return branch(raw, told, here.places, protected=protected)


def is_protected(book: Rulebook, name: bytes) -> bool:
    """Whether a rule holds for the branch of that short name."""
    return book.governing(name.decode("utf-8", "surrogateescape")) is not None


def _protected(
    found: list[tuple[bytes, str]], book: Rulebook, *, wanted: bool
) -> list[tuple[bytes, str]]:
    """The branches that a rule holds for, or the others."""
    return [one for one in found if is_protected(book, one[0]) is wanted]


def _tip(store: Store, name: str) -> str | None:
    found = resolve.branch(store, name)
    return found.commit if found else None


def _named(store: Store, kind: RefKind) -> list[tuple[bytes, str]]:
    """Short names with the objects they stand on, by name."""
    prefix = PREFIXES[kind]
    return [(name.removeprefix(prefix), target) for name, target in store.refs(prefix, MOST)]


def _part(found: list[tuple[bytes, str]], part: PageRequest) -> list[tuple[bytes, str]]:
    return found[part.offset : part.offset + part.size]


def _peeled(store: Store, found: list[tuple[bytes, str]]) -> list[tuple[bytes, str]]:
    """The same with the commits that tags lead to; a tag of something else stays what it is."""

    def target_of(target: str) -> str:
        try:
            return reading.peel(store, target)[0]
        except NotFound:
            return target

    return [(name, target_of(target)) for name, target in found]


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    at, made, read = services.at, Branches(services), table.READ
    page, show = "branches/branches#list-branches", "branches/branches#get-a-branch"
    tags, rename = "repos/repos#list-repository-tags", "branches/branches#rename-a-branch"
    path, rename_row = "/branches/{branch}/rename", table.RENAME_BRANCH
    return [
        *rows(at, "GET", "/branches", read, made.page, Listing, page),
        *rows(at, "GET", "/branches/{*branch}", read, made.show, Named, show),
        *rows(at, "POST", path, rename_row, made.rename, Renaming, rename, status=201),
        *rows(at, "GET", "/tags", read, made.tags, Paged, tags),
    ]
