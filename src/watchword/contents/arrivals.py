"""Which commits came with a move of a ref: what its new end leads to and its old one does not."""

import heapq
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from watchword.contents import compare, reading
from watchword.contents.compare import Change, Status
from watchword.contents.metered import Exhausted, Metered
from watchword.contents.model import Commit, RefKind
from watchword.contents.ports import Store
from watchword.contents.refs import PREFIXES
from watchword.kernel.errors import NotFound, TooLarge
from watchword.ref_updates.model import ZERO

MOST_COMMITS: Final = 250
MOST_LOOKED_AT: Final = 10_000
"""Commits that are gone through in search of where two histories part."""
MOST_READ: Final = 64 * 2**20
"""Bytes of commits and trees that are read for one move."""
MOST_TEXT: Final = 2**20
"""Characters of paths and messages that are told of one move."""
MOST_OTHERS: Final = 100
"""Other branches that are looked at: what they hold did not come with a new one."""
NEW, OLD = 1, 2


class Arrival(Struct, frozen=True):
    """A commit, and the files that it changed against its first parent."""

    commit: Commit
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()


class Arrivals(Struct, frozen=True):
    """What came with a move; the oldest commit first."""

    commits: tuple[Arrival, ...]
    head: Arrival | None
    """The commit that the ref stands on now; None where the ref is gone, or leads to no commit."""
    forced: bool
    """The old end is no longer part of the history."""


def arrivals(store: Store, ref: str, old: str, new: str) -> Arrivals:
    """Tell what came when that ref moved from `old` to `new`; ZERO stands for nowhere."""
    if new == ZERO:
        return Arrivals((), None, forced=False)
    metered, room = Metered(store, MOST_READ), _Room(MOST_TEXT)
    head = _commit(metered, new)
    if head is None:
        return Arrivals((), None, forced=False)
    before = _commit(metered, old) if old != ZERO else None
    known = [before] if before else _others(metered, ref)
    walk = _Walk(metered, head, known)
    found = walk.run()
    told = tuple(room.told(metered, one) for one in found)
    last = told[-1] if told and told[-1].commit.id == head.id else room.told(metered, head)
    forced = before is not None and not walk.leads_to(before)
    return Arrivals(told, last, forced)


def _commit(store: Store, name: str) -> Commit | None:
    try:
        return reading.commit(store, reading.peel(store, name)[0])
    except (NotFound, TooLarge):
        return None


def _others(store: Store, ref: str) -> list[Commit]:
    """The ends of other branches."""
    tips = store.refs(PREFIXES[RefKind.BRANCH], MOST_OTHERS)
    mine = ref.encode("utf-8", "surrogateescape")
    found = (_commit(store, target) for name, target in tips if name != mine)
    return [one for one in found if one is not None]


class _Walk:
    """Goes back from both ends at once, newest first, until only what was there before is left."""

    def __init__(self, store: Store, head: Commit, known: Iterable[Commit]) -> None:
        self._store = store
        self._paint: dict[str, int] = {}
        self._heap: list[tuple[int, int, Commit]] = []
        self._fresh: set[str] = set()
        """Those that wait and seem new so far: without any the search is over."""
        for commit in known:
            self._push(commit, OLD)
        self._push(head, NEW)

    def run(self) -> list[Commit]:
        """The commits that are new, the oldest first; the newest ones where there are too many."""
        popped: list[Commit] = []
        try:
            for _ in range(MOST_LOOKED_AT):
                if not self._fresh:
                    break
                commit = heapq.heappop(self._heap)[2]
                self._fresh.discard(commit.id)
                popped.append(commit)
                for parent in commit.parents:
                    self._push(reading.commit(self._store, parent), self._paint[commit.id])
        except (NotFound, Exhausted):
            # What is known by now is told.
            pass
        new = [one for one in popped if self._paint[one.id] == NEW]
        return new[:MOST_COMMITS][::-1]

    def leads_to(self, commit: Commit) -> bool:
        """Whether the new end's history holds that commit."""
        return bool(self._paint[commit.id] & NEW)

    def _push(self, commit: Commit, paint: int) -> None:
        before = self._paint.get(commit.id, 0)
        self._paint[commit.id] = now = before | paint
        if now == NEW and not before:
            self._fresh.add(commit.id)
        elif now != NEW:
            self._fresh.discard(commit.id)
        if now != before:
            heapq.heappush(self._heap, (-commit.committer.at, len(self._paint), commit))


class _Room:
    """How much text may still be told."""

    def __init__(self, most: int) -> None:
        self._left = most

    def told(self, store: Store, commit: Commit) -> Arrival:
        """A commit with its files, as far as there is room."""
        self._left -= len(commit.message)
        if self._left <= 0:
            return Arrival(commit)
        try:
            files = compare.of_commit(store, commit).files
        except (NotFound, TooLarge):
            return Arrival(commit)
        names = {status: self._names(files, status) for status in Status}
        return Arrival(commit, names[Status.ADDED], names[Status.REMOVED], names[Status.MODIFIED])

    def _names(self, files: Iterable[Change], status: Status) -> tuple[str, ...]:
        told: list[str] = []
        for one in files:
            if one.status is status and self._left > 0:
                self._left -= len(one.path)
                told.append(one.shown)
        return tuple(told)
