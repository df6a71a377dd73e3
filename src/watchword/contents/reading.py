"""Finding things in a repository by ids and paths."""

from itertools import islice

from watchword.contents import parsing
from watchword.contents.model import AnnotatedTag, Blob, Commit, Entry, Kind, Listing, Place
from watchword.contents.ports import Store, Type
from watchword.kernel.errors import NotFound

LARGEST_TREE = 8 * 2**20
"""Bytes of one tree that are read: some 200,000 names in one folder."""
LARGEST_COMMIT = 2**20
MOST_ENTRIES = 1_000
"""Names of a folder that are shown, as on GitHub."""
DEEPEST_TAG = 8
"""Tags of tags that are followed."""


def commit(store: Store, name: str) -> Commit:
    """The commit of that id. Raises NotFound when it is something else, or not there."""
    kind, data = store.read(name, LARGEST_COMMIT)
    if kind is not Type.COMMIT:
        raise NotFound
    return parsing.commit(name, data)


def peel(store: Store, name: str) -> tuple[str, AnnotatedTag | None]:
    """The commit that an object leads to, and the outermost tag on the way. Raises NotFound."""
    outermost = None
    for _ in range(DEEPEST_TAG):
        kind, _size = store.size(name)
        if kind is Type.COMMIT:
            return name, outermost
        if kind is not Type.TAG:
            break
        found = parsing.tag(store.read(name, LARGEST_COMMIT)[1])
        outermost = outermost or found
        name = found.target
    raise NotFound


def entries(store: Store, name: str) -> dict[bytes, Entry]:
    """All entries of a tree by name. Raises NotFound, TooLarge."""
    kind, data = store.read(name, LARGEST_TREE)
    if kind is not Type.TREE:
        raise NotFound
    return {entry.name: entry for entry in parsing.tree(data)}


def listing(store: Store, name: str) -> Listing:
    """The first entries of a tree, folders before files. Raises NotFound, TooLarge."""
    kind, data = store.read(name, LARGEST_TREE)
    if kind is not Type.TREE:
        raise NotFound
    found = list(islice(parsing.tree(data), MOST_ENTRIES + 1))
    first = sorted(found[:MOST_ENTRIES], key=lambda one: (one.kind is not Kind.TREE, one.name))
    return Listing(name, tuple(first), cut=len(found) > MOST_ENTRIES)


def lookup(store: Store, tree: str, path: tuple[bytes, ...]) -> Entry | None:
    """The entry at a path below a tree; None when there is none.

    Links are entries like others: they are never followed (attack 50).
    """
    entry = Entry(b"", Kind.TREE, tree)
    for name in path:
        if entry.kind is not Kind.TREE:
            return None
        kind, data = store.read(entry.id, LARGEST_TREE)
        if kind is not Type.TREE:
            return None
        found = parsing.find(data, name)
        if found is None:
            return None
        entry = found
    return entry


def at(store: Store, place: Place) -> tuple[Commit, Entry]:
    """The commit of a place, and what stands at its path. Raises NotFound."""
    found = commit(store, place.commit)
    entry = lookup(store, found.tree, place.path)
    if entry is None:
        raise NotFound
    return found, entry


def blob(store: Store, name: str, most: int) -> Blob:
    """A file, with its bytes where there are at most that many. Raises NotFound."""
    kind, size = store.size(name)
    if kind is not Type.BLOB:
        raise NotFound
    return Blob(name, size, store.read(name, most)[1] if size <= most else None)
