"""Which files differ between two trees, and how."""

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from watchword.contents import reading
from watchword.contents.model import Commit, Entry, Kind
from watchword.contents.names import quoted, shown
from watchword.contents.ports import Store
from watchword.kernel.errors import TooLarge

MOST_FILES = 300
"""Files of one difference that are told, as on GitHub."""
MOST_NAMES = 100_000
"""Names that are compared: a tree may hold itself many times over and be small all the same."""

DEEPEST = 100
"""Folders in folders that are gone into."""


class Status(Enum):
    """What became of a file."""

    ADDED = "added"
    REMOVED = "removed"
    MODIFIED = "modified"
    RENAMED = "renamed"


class Change(Struct, frozen=True):
    """One file that differs."""

    status: Status
    path: bytes
    before: Entry | None
    after: Entry | None
    old_path: bytes | None = None
    """Where a renamed file was."""

    @property
    def shown(self) -> str:
        """The path as people see it."""
        return shown(self.path)

    @property
    def quoted(self) -> str:
        """The path as a part of an address."""
        return quoted(self.path)

    @property
    def old_shown(self) -> str:
        """The old path as people see it."""
        return shown(self.old_path or b"")


class Changes(Struct, frozen=True):
    """The files that differ; `cut` when there are more of them than are told."""

    files: tuple[Change, ...]
    cut: bool = False


class _Enough(Exception):  # noqa: N818 - ends a walk, is no fault
    pass


def of_commit(store: Store, commit: Commit) -> Changes:
    """What a commit changed against its first parent; all that it holds when it has none."""
    parent = commit.parents[0] if commit.parents else None
    before = reading.commit(store, parent).tree if parent else None
    return between(store, before, commit.tree)


def between(store: Store, before: str | None, after: str | None) -> Changes:
    """The files that differ between two trees; None stands for an empty one."""
    walk = _Walk(store)
    found: list[Change] = []
    cut = False
    try:
        for change in walk.trees(before, after, b""):
            if len(found) == MOST_FILES:
                cut = True
                break
            found.append(change)
    except (_Enough, TooLarge):
        cut = True
    return Changes(tuple(found), cut)


class _Walk:
    """Goes down two trees side by side, where they differ."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names_left = MOST_NAMES

    def trees(self, before: str | None, after: str | None, folder: bytes) -> Iterator[Change]:
        if before == after:
            return
        if folder.count(b"/") > DEEPEST:
            raise _Enough
        old = reading.entries(self._store, before) if before else {}
        new = reading.entries(self._store, after) if after else {}
        self._names_left -= len(old) + len(new)
        if self._names_left < 0:
            raise _Enough
        for name in sorted(old.keys() | new.keys()):
            one, other = old.get(name), new.get(name)
            if not _same(one, other):
                yield from self._entry(one, other, folder + name)

    def _entry(self, old: Entry | None, new: Entry | None, path: bytes) -> Iterator[Change]:
        old_tree = old.id if old and old.kind is Kind.TREE else None
        new_tree = new.id if new and new.kind is Kind.TREE else None
        if old_tree or new_tree:
            yield from self.trees(old_tree, new_tree, path + b"/")
        before = None if old_tree else old
        after = None if new_tree else new
        if before or after:
            yield Change(_status(before, after), path, before, after)


def _same(old: Entry | None, new: Entry | None) -> bool:
    return old is not None and new is not None and (old.kind, old.id) == (new.kind, new.id)


def _status(before: Entry | None, after: Entry | None) -> Status:
    if before and after:
        return Status.MODIFIED
    return Status.ADDED if after else Status.REMOVED
