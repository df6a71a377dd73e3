"""One file of a repository: coloured, as a Markdown page, as an image, or only offered."""

from typing import Final

from msgspec import Struct

from watchword.contents import last_changes, reading, readme, resolve, text
from watchword.contents.model import Blob, Commit, Entry, Kind, Place
from watchword.contents.ports import Store
from watchword.kernel.errors import NotFound
from watchword.surfaces.web.repository import trail as trails
from watchword.surfaces.web.repository.finding import Head, rest, shown
from watchword.surfaces.web.repository.trail import Offered, Trail
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View
from watchword.surfaces.web.typeset.places import DRAWN

LARGEST_SHOWN: Final = 2**20
"""Bytes of a file that is shown in its page; larger ones are offered as they are."""
LARGEST_DRAWN: Final = 32 * 2**20
"""Bytes of an image that is drawn."""
NOTHING: Final = {"page_html": None, "lines": None, "has_page": False, "turns": False}
"""What is told of a file that is no text, or too large."""


class File(Struct, frozen=True):
    """A file and what is told of it."""

    place: Place
    offered: Offered
    entry: Entry
    blob: Blob
    change: Commit | None
    """The commit that changed it last, where it was soon found."""

    @property
    def name(self) -> str:
        """Its name, for telling what it is; not for showing."""
        return self.entry.name.decode("utf-8", "replace").lower()

    @property
    def is_drawn(self) -> bool:
        """Whether it is an image that the raw page gives as one."""
        data = self.blob.data
        if data is None:
            return self.name.endswith(DRAWN) and self.blob.size <= LARGEST_DRAWN
        return text.image_type(data) is not None

    @property
    def text(self) -> str | None:
        """Its text; None when it is too large or none."""
        data = self.blob.data
        return None if data is None or text.is_binary(data) else text.decoded(data)

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return text.line_count(self.blob.data or b"")

    @property
    def lfs_size(self) -> int | None:
        """Bytes of the file for which this pointer stands."""
        return text.lfs_size(self.blob.data or b"")


def _file(store: Store, place: Place) -> File | Place:
    """Read a file; gives the place back where there is a folder. Raises NotFound."""
    commit, entry = reading.at(store, place)
    if entry.kind is Kind.TREE:
        return place
    if not entry.kind.is_blob:
        raise NotFound
    changes = last_changes.last_changes(store, commit, place.path[:-1], [entry])
    blob = reading.blob(store, entry.id, LARGEST_SHOWN)
    return File(place, trails.offered(store), entry, blob, changes.get(entry.name))


async def file(asked: Asked, head: Head) -> Answer:
    """Show a file; a folder has a page of its own."""

    def read(store: Store) -> File | Place:
        return _file(store, resolve.place(store, rest(asked), head.readable.default_branch))

    found = await asked.services.rooms.shelf.open(head.readable, read)
    if isinstance(found, Place):
        return Redirect(head.to("tree", found.quoted, found.whole_path))
    trail = Trail(head, found.place, "blob", found.offered)
    values: dict[str, object] = {"head": head, "trail": trail, "file": found, **NOTHING}
    written = found.text
    if written is not None:
        values |= await _typeset(asked, trail, found, written)
    return View("repository/file.html", values)


async def _typeset(asked: Asked, trail: Trail, found: File, written: str) -> dict[str, object]:
    """The file's lines, or its page where it is Markdown and its source was not asked for."""
    typesetter = asked.services.rooms.typesetter
    markdown = readme.is_markdown(found.entry.name) and found.entry.kind is not Kind.LINK
    told: dict[str, object] = {
        "has_page": markdown,
        "turns": text.turns_direction(written),
    }
    if markdown and asked.query.text("plain") != "1":
        base = trail.base(trail.place.path[:-1])
        html = await typesetter.markdown(written, base)
        if html is not None:
            return {**told, "page_html": html}
    return {**told, "lines": await typesetter.code(found.name, text.visible(written))}


PAGES: Final[list[Page]] = [shown("/blob/{*rest}", file)]
