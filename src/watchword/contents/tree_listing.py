"""A tree, and where it is wanted all that stands below it."""

from collections.abc import Iterator

from msgspec import Struct

from watchword.contents import parsing
from watchword.contents.compare import DEEPEST
from watchword.contents.model import Entry, Kind
from watchword.contents.ports import Store, Type
from watchword.contents.reading import LARGEST_TREE
from watchword.kernel.errors import NotFound

MOST = 100_000
"""Entries that are told, as on GitHub."""
MOST_BYTES = 7 * 2**20
"""Bytes of an answer, as on GitHub: about."""
EACH = 250
"""Bytes that an entry takes in an answer, beside twice its path."""


class Row(Struct, frozen=True):
    """One entry with its whole path, and the bytes of a file."""

    path: bytes
    entry: Entry
    size: int | None


class Rows(Struct, frozen=True):
    """The entries; `cut` when there are more of them than are told."""

    id: str
    rows: tuple[Row, ...]
    cut: bool


def rows(store: Store, tree: str, *, recursive: bool, most: int = MOST) -> Rows:
    """What stands in a tree, so many entries of it. Raises NotFound, TooLarge."""
    found: list[Row] = []
    left = MOST_BYTES
    for path, entry in _walk(store, tree, b"", recursive=recursive):
        left -= EACH + len(path)
        if left < 0 or len(found) == most:
            return Rows(tree, tuple(found), cut=True)
        found.append(Row(path, entry, _size(store, entry)))
    return Rows(tree, tuple(found), cut=False)


def _walk(
    store: Store, tree: str, folder: bytes, *, recursive: bool
) -> Iterator[tuple[bytes, Entry]]:
    kind, data = store.read(tree, LARGEST_TREE)
    if kind is not Type.TREE:
        raise NotFound
    for entry in parsing.tree(data):
        path = folder + entry.name
        yield path, entry
        if recursive and entry.kind is Kind.TREE and path.count(b"/") < DEEPEST:
            yield from _walk(store, entry.id, path + b"/", recursive=True)


def _size(store: Store, entry: Entry) -> int | None:
    if not entry.kind.is_blob:
        return None
    try:
        return store.size(entry.id)[1]
    except NotFound:
        return None
