"""What lies in a repository: its first page, and folders with their README."""

import shlex
from typing import Final

from markupsafe import Markup
from msgspec import Struct

from watchword.contents import licences, reading, readme, resolve, text
from watchword.contents.folder_looks import FolderLook, FolderLooks
from watchword.contents.model import Blob, Commit, Entry, Kind, Place
from watchword.contents.ports import Store
from watchword.surfaces.web.repository import trail as trails
from watchword.surfaces.web.repository.clone import clone
from watchword.surfaces.web.repository.finding import Head, rest, shown
from watchword.surfaces.web.repository.trail import Offered, Trail
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View
from watchword.surfaces.web.typeset.typesetter import Typesetter


class Introduction(Struct, frozen=True):
    """The README of a folder."""

    entry: Entry
    blob: Blob

    async def html(self, trail: Trail, typesetter: Typesetter) -> Markup | None:
        """The page of a README in Markdown; None where it is no Markdown or has no page."""
        if self.blob.data is None or not readme.is_markdown(self.entry.name):
            return None
        return await typesetter.markdown(text.decoded(self.blob.data), trail.base(trail.place.path))

    @property
    def text(self) -> str | None:
        """Its text; None when it is too large or none."""
        data = self.blob.data
        if data is None or text.is_binary(data):
            return None
        return text.visible(text.decoded(data))


class Folder(Struct, frozen=True):
    """A folder and what is told of it."""

    place: Place
    offered: Offered
    commit: Commit
    look: FolderLook
    introduction: Introduction | None


def _folder(store: Store, place: Place, looks: FolderLooks, key: str) -> Folder | Place:
    """Read a folder; gives the place back where there is a file."""
    commit, entry = reading.at(store, place)
    if entry.kind is not Kind.TREE:
        return place
    look = looks.at(store, key, commit, place.path, entry.id)
    found = look.introduction
    introduction = (
        Introduction(found, reading.blob(store, found.id, readme.LARGEST)) if found else None
    )
    return Folder(place, trails.offered(store), commit, look, introduction)


async def front(asked: Asked, head: Head) -> Answer:
    """Show the top of the default branch, or how to begin where there is nothing yet."""
    branch, rooms = head.readable.default_branch, asked.services.rooms

    def read(store: Store) -> Folder | Place | None:
        place = resolve.first(store, branch)
        return None if place is None else _folder(store, place, rooms.folders, head.readable.key)

    found = await rooms.shelf.open(head.readable, read)
    if not isinstance(found, Folder):
        # A branch may be named `$(reboot)`, and this name goes into commands that are copied.
        values = {"head": head, "clone": clone(head), "branch": shlex.quote(branch)}
        return View("repository/empty.html", values)
    return await _show(asked, head, found)


async def folder(asked: Asked, head: Head) -> Answer:
    """Show a folder; a file has a page of its own."""
    rooms = asked.services.rooms

    def read(store: Store) -> Folder | Place:
        place = resolve.place(store, rest(asked), head.readable.default_branch)
        return _folder(store, place, rooms.folders, head.readable.key)

    found = await rooms.shelf.open(head.readable, read)
    if isinstance(found, Place):
        return Redirect(head.to("blob", found.quoted, found.whole_path))
    return await _show(asked, head, found)


async def _show(asked: Asked, head: Head, found: Folder) -> Answer:
    trail = Trail(head, found.place, "tree", found.offered)
    readme_html = None
    if found.introduction is not None:
        readme_html = await found.introduction.html(trail, asked.services.rooms.typesetter)
    values = {
        "head": head,
        "trail": trail,
        "folder": found,
        "clone": clone(head),
        "readme_html": readme_html,
        "licence": _licence(head.repository.licence, asked),
    }
    return View("repository/folder.html", values)


def _licence(key: str | None, asked: Asked) -> str:
    """What the licence is called; empty where no file tells."""
    known = None if key is None else licences.find(key)
    if known is not None:
        return known.name
    return "" if key is None else asked.say("Licence of its own")


PAGES: Final[list[Page]] = [shown("", front), shown("/tree/{*rest}", folder)]
