"""What the page of a folder tells of each name in it; what was looked up is kept for the next ones.

A commit does not change, and neither does what its history says of a folder. So this is kept by
commit and path, and never asked for before the repository was opened and the commit found in it:
who may read it, and what its branches stand on, is decided each time.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from msgspec import Struct

from watchword.contents import last_changes, reading, readme
from watchword.contents.model import Commit, Entry, Kind
from watchword.contents.ports import Store

MOST_KEPT: Final = 8 * 2**20
"""Bytes that all looks take together, roughly."""
EACH: Final = 256
"""Bytes that a name or a commit takes beyond its text."""


class Row(NamedTuple):
    """One name in a folder."""

    kind: str
    shown: str
    quoted: str
    """As a part of an address."""
    commit: str
    """The one that a submodule stands for; else empty."""
    change: str
    """The commit that changed it last, where it was soon found; else empty."""


class Change(Struct, frozen=True):
    """What is told of a commit beside the names that it changed last."""

    id: str
    title: str
    at: int
    """When it was committed, in seconds since 1970."""


class FolderLook(Struct, frozen=True):
    """A folder as it is in one commit."""

    rows: tuple[Row, ...]
    cut: bool
    """Whether it holds more than that."""
    changes: Mapping[str, Change]
    introduction: Entry | None
    """The README."""

    @property
    def weight(self) -> int:
        """Bytes that it takes, roughly."""
        names = sum(EACH + len(row.shown) + len(row.quoted) for row in self.rows)
        return names + sum(EACH + len(change.title) for change in self.changes.values())


class FolderLooks:
    """Looks at folders, and keeps those that were asked for last."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        """Keep so many bytes of them."""
        self._most = most
        self._weight = 0
        self._kept: OrderedDict[tuple[str, str, tuple[bytes, ...]], FolderLook] = OrderedDict()
        self._lock = threading.Lock()

    def at(
        self, store: Store, key: str, commit: Commit, path: tuple[bytes, ...], tree: str
    ) -> FolderLook:
        """Look at the folder that stands at that path of a commit, in the repository of that key.

        Raises NotFound, TooLarge.
        """
        name = key, commit.id, path
        with self._lock:
            kept = self._kept.get(name)
            if kept is not None:
                self._kept.move_to_end(name)
                return kept
        made = _look(store, commit, path, tree)
        with self._lock:
            # Two may have looked at once.
            if name not in self._kept and made.weight <= self._most:
                self._kept[name] = made
                self._weight += made.weight
                while self._weight > self._most:
                    self._weight -= self._kept.popitem(last=False)[1].weight
        return made


def _look(store: Store, commit: Commit, path: tuple[bytes, ...], tree: str) -> FolderLook:
    listing = reading.listing(store, tree)
    changes = last_changes.last_changes(store, commit, path, listing.entries)
    return FolderLook(
        rows=tuple(_row(entry, changes.get(entry.name)) for entry in listing.entries),
        cut=listing.cut,
        changes=_told(changes.values()),
        introduction=readme.find(listing.entries),
    )


def _told(commits: Iterable[Commit]) -> dict[str, Change]:
    by_id = {commit.id: commit for commit in commits}
    return {id_: Change(id_, one.title, one.committer.at) for id_, one in by_id.items()}


def _row(entry: Entry, change: Commit | None) -> Row:
    stands_for = entry.id if entry.kind is Kind.SUBMODULE else ""
    changed_by = "" if change is None else change.id
    return Row(entry.kind.value, entry.shown, entry.quoted, stands_for, changed_by)
