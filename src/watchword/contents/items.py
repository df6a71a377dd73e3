"""What stands at a path of a commit, and what is told of it: file, folder, link or submodule."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from msgspec import Struct

from watchword.contents import parsing, reading, revisions
from watchword.contents.licences import rank
from watchword.contents.model import Entry, Kind, Place
from watchword.contents.ports import Store, Type
from watchword.contents.reading import LARGEST_TREE, MOST_ENTRIES
from watchword.contents.readme import find as find_readme
from watchword.kernel.errors import NotFound

MODULES = b".gitmodules"
LARGEST_MODULES = 256 * 1_024
"""Bytes of the file that tells where submodules are."""
SECTION = re.compile(rb"\s*\[\s*submodule\b")
SETTING = re.compile(rb"\s*(?P<key>path|url)\s*=\s*(?P<value>.*?)\s*", re.IGNORECASE)

Path = tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing and its path."""

    path: Path
    kind: Kind
    id: str
    size: int = 0
    data: bytes | None = field(default=None, repr=False)
    """Of a file: its bytes, where there are not too many of them."""
    leads_to: str | None = None
    """Of a link: its text. Of a submodule: where it is cloned from, if that is told."""

    @property
    def name(self) -> bytes:
        """The last part of the path; empty for the top of the tree."""
        return self.path[-1] if self.path else b""

    @property
    def whole(self) -> bytes:
        """The path with its slashes."""
        return b"/".join(self.path)


class Found(Struct, frozen=True):
    """What was looked for; of a folder also what is in it."""

    place: Place
    item: Item
    inside: Sequence[Item] | None = None


def look(store: Store, place: Place, most: int) -> Found:
    """What stands at a place; files up to that many bytes come whole. Raises NotFound."""
    commit, entry = reading.at(store, place)
    path = place.path
    if entry.kind is Kind.LINK:
        # GitHub tells the file to which a link leads, and the link itself where it leads elsewhere.
        target = revisions.link_target(store, commit.tree, path)
        entry = target or entry
    if entry.kind is Kind.TREE:
        inside = inside_of(store, commit.tree, entry.id, path)
        return Found(place, Item(path, Kind.TREE, entry.id), inside)
    return Found(place, _item(store, commit.tree, entry, path, most))


def readme(store: Store, place: Place, most: int) -> Found:
    """The file that introduces the folder at a place. Raises NotFound."""
    _, entry = reading.at(store, place)
    if entry.kind is not Kind.TREE:
        raise NotFound
    found = find_readme(reading.entries(store, entry.id).values())
    if found is None:
        raise NotFound
    return look(store, Place(place.kind, place.name, place.commit, (*place.path, found.name)), most)


def licence(store: Store, place: Place, most: int) -> Found:
    """The file that tells under which licence it is, at the top. Raises NotFound."""
    _, top = reading.at(store, place)
    ranked = [
        (at, one.name)
        for one in reading.entries(store, top.id).values()
        if one.kind in {Kind.FILE, Kind.EXECUTABLE} and (at := rank(one.name)) is not None
    ]
    if not ranked:
        raise NotFound
    return look(store, Place(place.kind, place.name, place.commit, (min(ranked)[1],)), most)


def inside_of(store: Store, tree: str, folder: str, path: Path) -> Sequence[Item]:
    """What is in a folder at that path below a tree, so many entries of it. Raises NotFound."""
    kind, data = store.read(folder, LARGEST_TREE)
    if kind is not Type.TREE:
        raise NotFound
    entries = islice(parsing.tree(data), MOST_ENTRIES)
    return [_item(store, tree, one, (*path, one.name), 0) for one in entries]


def _item(store: Store, tree: str, entry: Entry, path: Path, most: int) -> Item:
    if entry.kind is Kind.TREE:
        return Item(path, entry.kind, entry.id)
    if entry.kind is Kind.SUBMODULE:
        return Item(path, entry.kind, entry.id, leads_to=_module(store, tree, b"/".join(path)))
    if entry.kind is Kind.LINK:
        blob = reading.blob(store, entry.id, revisions.LONGEST_LINK)
        text = (blob.data or b"").decode("utf-8", "replace")
        return Item(path, entry.kind, entry.id, blob.size, leads_to=text)
    blob = reading.blob(store, entry.id, most)
    return Item(path, entry.kind, entry.id, blob.size, blob.data)


def _module(store: Store, tree: str, path: bytes) -> str | None:
    """Where the submodule at a path is cloned from, as `.gitmodules` says (gitmodules(5))."""
    entry = reading.lookup(store, tree, (MODULES,))
    if entry is None or entry.kind not in {Kind.FILE, Kind.EXECUTABLE}:
        return None
    data = reading.blob(store, entry.id, LARGEST_MODULES).data or b""
    told: dict[bytes, bytes] = {}
    for line in [*data.splitlines(), b"[submodule]"]:
        if SECTION.match(line):
            if told.get(b"path") == path and b"url" in told:
                return told[b"url"].decode("utf-8", "replace")
            told = {}
        elif setting := SETTING.fullmatch(line):
            told[setting["key"].lower()] = setting["value"].strip(b'"')
    return None
