"""Files below `.github/workflows` that a change would bring, read out of objects."""

from collections.abc import Iterator

from watchword.contents import parsing, reading
from watchword.contents.model import Entry, Kind
from watchword.contents.ports import Store, Type
from watchword.contents.reading import LARGEST_TREE
from watchword.kernel.errors import NotFound, TooLarge
from watchword.ref_updates.model import BRANCHES
from watchword.ref_updates.workflows import File, Files, first_new

FOLDER = (b".github", b"workflows")
MOST_BRANCHES = 10_000
MOST_FILES = 2_000
"""More of them count as one thing, which is new whenever any of them is."""
DEEPEST = 8
"""Folders in folders that are looked into; a deeper one counts as one thing."""


def brought(store: Store, new: str, old: str | None) -> str | None:
    """The first path that a ref would newly bring, None when there is none.

    `new` and `old` are objects on which the ref is to stand and stands; both may be tags.
    """
    fresh = _files(store, new)
    if not fresh:
        return None
    before: Files = _files(store, old) if old else frozenset()
    return first_new(fresh, before, _elsewhere(store))


def _elsewhere(store: Store) -> Iterator[Files]:
    """The workflows on each branch; branches with the same ones are looked at once."""
    seen: set[str] = set()
    for _, target in store.refs(BRANCHES.encode(), MOST_BRANCHES):
        place = _place(store, target)
        if place is not None and place.id not in seen:
            seen.add(place.id)
            yield _below(store, place)


def _files(store: Store, object_: str) -> Files:
    place = _place(store, object_)
    return frozenset() if place is None else _below(store, place)


def _place(store: Store, object_: str) -> Entry | None:
    """What stands at the place of workflows in the commit to which an object leads."""
    try:
        commit = reading.commit(store, reading.peel(store, object_)[0])
    except NotFound:
        return None
    return reading.lookup(store, commit.tree, FOLDER)


def _below(store: Store, place: Entry) -> Files:
    path = b"/".join(FOLDER).decode()
    found: set[File] = set()
    try:
        for file in _walk(store, place, path, 0):
            found.add(file)
            if len(found) > MOST_FILES:
                return frozenset({File(path, place.id)})
    except (NotFound, TooLarge):
        return frozenset({File(path, place.id)})
    return frozenset(found)


def _walk(store: Store, entry: Entry, path: str, depth: int) -> Iterator[File]:
    if entry.kind is not Kind.TREE or depth == DEEPEST:
        yield File(path, entry.id)
        return
    kind, data = store.read(entry.id, LARGEST_TREE)
    if kind is not Type.TREE:
        raise NotFound
    for one in parsing.tree(data):
        name = one.name.decode("utf-8", "surrogateescape")
        yield from _walk(store, one, f"{path}/{name}", depth + 1)
