"""What stands at a path of a repository: read."""

from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from watchword.access.table import contents as table
from watchword.contents import items, names, revisions
from watchword.contents.items import Found, Item, Path
from watchword.contents.model import Kind, Place
from watchword.contents.ports import Store
from watchword.kernel.errors import NotFound, NotPermitted
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.answers import Plain, Stream
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.errors import NotThere
from watchword.surfaces.rest.library import Opened, Rooms, must_not_have_moved, rows
from watchword.surfaces.rest.reading import ByMedia, InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.contents import Content, content
from watchword.surfaces.shapes.licences import LicenceContent, with_licence

LARGEST: Final = 2**20
"""Bytes of a file that is told in JSON, as on GitHub."""
LARGEST_RAW: Final = 100 * 2**20
"""Bytes of a file that is told at all."""
SANDBOX: Final = b"default-src 'none'; sandbox"
RAW: Final = b"application/vnd.github.raw; charset=utf-8"
HTML: Final = b"application/vnd.github.html; charset=utf-8"
LICENCE: Final = "licenses/licenses#get-the-license-for-a-repository"
EMPTY: Final = "This repository is empty."
TOO_LARGE: Final = (
    "This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the "
    "API."
)


class Where(Struct, kw_only=True):
    """Which path of which commit; the default branch unless it is told."""

    path: InPath = ""
    ref: str | None = None
    media: ByMedia = "json"


class Top(Struct, kw_only=True):
    """The top folder of a commit."""

    ref: str | None = None
    media: ByMedia = "json"


class Sort(Struct, frozen=True):
    """What is looked for, and the row that tells it."""

    row: bytes
    find: Callable[[Store, Place, int], Found]


ANYTHING: Final = Sort(b"contents", items.look)
README: Final = Sort(b"readme", items.readme)
LICENCE_FILE: Final = Sort(b"license", items.licence)
Answer = Content | list[Content] | Plain | Stream


class Contents(Rooms):
    """Handlers."""

    async def show(self, steps: Steps[Repository], asked: Where) -> Answer:
        """Get the content of a file or folder."""
        path = parts(asked.path)
        return await self._show(steps, path, asked.ref, asked.media)

    async def show_top(self, steps: Steps[Repository], asked: Top) -> Answer:
        """Get the content of the top folder."""
        return await self._show(steps, (), asked.ref, asked.media)

    async def readme(self, steps: Steps[Repository], asked: Top) -> Content | Plain | Stream:
        """Get the README of a repository."""
        return await self._readme(steps, (), asked.ref, asked.media)

    async def readme_of(self, steps: Steps[Repository], asked: Where) -> Content | Plain | Stream:
        """Get the README of a folder."""
        return await self._readme(steps, parts(asked.path), asked.ref, asked.media)

    async def licence(
        self, steps: Steps[Repository], asked: Top
    ) -> LicenceContent | Plain | Stream:
        """Get the licence of a repository."""
        here, found = await self._found(steps, LICENCE_FILE, (), asked.ref)
        told = await self._told(here, found, asked.media)
        if not isinstance(told, Content):
            return told
        return with_licence(told, found.item.data or b"", self.at)

    async def _show(
        self, steps: Steps[Repository], path: Path, ref: str | None, media: str
    ) -> Answer:
        here, found = await self._found(steps, ANYTHING, path, ref)
        if found.inside is None:
            return await self._told(here, found, media)
        told = [content(one, found, here.places, with_data=False) for one in found.inside]
        if media != "object":
            return told
        folder = content(found.item, found, here.places)
        folder.entries = told
        return folder

    async def _readme(
        self, steps: Steps[Repository], path: Path, ref: str | None, media: str
    ) -> Content | Plain | Stream:
        here, found = await self._found(steps, README, path, ref)
        return await self._told(here, found, media)

    async def _found(
        self, steps: Steps[Repository], sort: Sort, path: Path, ref: str | None
    ) -> tuple[Opened, Found]:
        """Find it; a name that the branch had before leads to the one that it has."""
        here = await self.opened(steps)

        def look(store: Store) -> Found:
            return sort.find(store, _at(store, here, ref, path), LARGEST)

        try:
            return here, await here.read(look)
        except NotThere:
            begin = names.quoted(b"/".join((sort.row, *path)))
            await must_not_have_moved(steps, here, self.at, ref or "", f"{begin}?ref=")
            raise

    async def _told(self, here: Opened, found: Found, media: str) -> Content | Plain | Stream:
        item = found.item
        if item.size > LARGEST_RAW:
            raise NotPermitted(TOO_LARGE)
        if media == "raw" and item.kind.is_blob:
            return self._raw(here, item)
        if media == "html" and item.data is not None:
            return await self._html(here, found, item.data)
        return content(item, found, here.places)

    def _raw(self, here: Opened, item: Item) -> Plain | Stream:
        if item.kind is Kind.LINK:
            return Plain(RAW, (item.leads_to or "").encode(), SANDBOX)
        if item.data is not None:
            return Plain(RAW, item.data, SANDBOX)
        blocks = self.library.streams.blocks(here.readable, item.id, here.account)
        return Stream(blocks, RAW.decode(), names.plain(item.name), item.size)

    async def _html(self, here: Opened, found: Found, data: bytes) -> Plain:
        item, ref = found.item, quote(found.place.name)
        folder = names.quoted(b"/".join(item.path[:-1]))
        made = await self.library.markup.html(item.name, data, here.places.site, ref, folder)
        return Plain(HTML, made.encode(), SANDBOX)


def parts(path: str) -> Path:
    """The names along a path of an address. Raises NotFound for what is no path of a tree."""
    found = names.parts(path.encode("utf-8", "surrogateescape"))
    if found is None:
        raise NotFound
    return found


def _at(store: Store, here: Opened, ref: str | None, path: Path) -> Place:
    if revisions.is_empty(store):
        raise NotThere(EMPTY)
    try:
        place = revisions.commit(store, ref or "", here.readable.default_branch)
    except NotFound:
        raise NotThere(f"No commit found for the ref {(ref or '')[:255]}") from None
    return Place(place.kind, place.name, place.commit, path)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    at, made = services.at, Contents(services.at, services.library)
    read, docs = table.READ, "repos/contents#get-repository-content"
    readme = "repos/contents#get-a-repository-readme"
    below = "repos/contents#get-a-repository-readme-for-a-directory"
    return [
        *rows(at, "GET", "/contents", read, made.show_top, Top, docs),
        *rows(at, "GET", "/contents/{*path}", read, made.show, Where, docs),
        *rows(at, "GET", "/readme", read, made.readme, Top, readme),
        *rows(at, "GET", "/license", read, made.licence, Top, LICENCE),
        *rows(at, "GET", "/readme/{*path}", read, made.readme_of, Where, below),
    ]
