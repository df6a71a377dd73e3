"""The commits that lead to one, newest first; all of them, or those that changed a path."""

import heapq
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from watchword.contents import reading
from watchword.contents.metered import Exhausted, Metered
from watchword.contents.model import Commit, Place, RefKind
from watchword.contents.ports import Store

PAGE = 35
"""Commits on one page, as on GitHub."""
MOST_PAGES = 300
MOST_LOOKED_AT = 5_000
"""Commits whose trees are compared in search of a path."""
MOST_WALKED = 20_000
"""Commits that are walked through for one part of a list."""
MOST_READ = 64 * 2**20
"""Bytes of commits and trees that are read for one page."""


class Log(Struct, frozen=True):
    """A page of history."""

    commits: tuple[Commit, ...]
    number: int
    """Counts from 1."""
    more: bool
    """There is another page."""
    gave_up: bool = False
    """The search stopped before the beginning of history."""


class Wanted(Struct, frozen=True):
    """Which commits are wanted, and which part of them."""

    offset: int
    size: int
    since: int | None = None
    """Seconds since 1970; commits made before are left out."""
    until: int | None = None
    authors: frozenset[str] | None = None
    """Addresses in lower case; None for anybody's."""
    committers: frozenset[str] | None = None

    def takes(self, commit: Commit) -> bool:
        """Whether a commit is among them."""
        at = commit.committer.at
        return (
            (self.since is None or at >= self.since)
            and (self.until is None or at <= self.until)
            and (self.authors is None or commit.author.email.lower() in self.authors)
            and (self.committers is None or commit.committer.email.lower() in self.committers)
        )


class Part(Struct, frozen=True):
    """A part of the commits that are wanted; whether there are more."""

    commits: tuple[Commit, ...]
    more: bool


class _Budget(Struct):
    left: int
    used_up: bool = False

    def take(self) -> bool:
        """Whether one more commit may be looked at."""
        self.used_up = self.left <= 0
        self.left -= 1
        return not self.used_up


def log(store: Store, place: Place, number: int) -> Log:
    """A page of the history of a place. Raises NotFound."""
    number = min(max(number, 1), MOST_PAGES)
    budget = _Budget(MOST_LOOKED_AT if place.path else MOST_PAGES * PAGE + 1)
    metered = Metered(store, MOST_READ)
    walk = _touching if place.path else _all
    first = (number - 1) * PAGE
    found = tuple(islice(_gently(walk(metered, place, budget), budget), first, first + PAGE + 1))
    more = len(found) > PAGE and number < MOST_PAGES
    return Log(found[:PAGE], number, more, gave_up=budget.used_up and not more)


def newest(store: Store, commit: str, skip: int, count: int) -> tuple[Commit, ...]:
    """So many commits of those that lead to one, the newest first, past those that are skipped."""
    place = Place(RefKind.COMMIT, commit.encode(), commit)
    budget = _Budget(MOST_PAGES * PAGE + 1)
    found = _gently(_all(Metered(store, MOST_READ), place, budget), budget)
    return tuple(islice(found, skip, skip + count))


def part(store: Store, place: Place, wanted: Wanted) -> Part:
    """A part of those commits of a history that are wanted. Raises NotFound."""
    budget = _Budget(MOST_LOOKED_AT if place.path else MOST_WALKED)
    metered = Metered(store, MOST_READ)
    walk = _touching if place.path else _all
    commits = (one for one in _gently(walk(metered, place, budget), budget) if wanted.takes(one))
    found = tuple(islice(commits, wanted.offset, wanted.offset + wanted.size + 1))
    return Part(found[: wanted.size], len(found) > wanted.size)


def _gently(commits: Iterator[Commit], budget: _Budget) -> Iterator[Commit]:
    """The same, ending where so much was read that it has to."""
    try:
        yield from commits
    except Exhausted:
        budget.used_up = True


def _all(store: Store, place: Place, budget: _Budget) -> Iterator[Commit]:
    queue = _Queue(store, place.commit)
    while (commit := queue.pop()) and budget.take():
        queue.push(*commit.parents)
        yield commit


def _touching(store: Store, place: Place, budget: _Budget) -> Iterator[Commit]:
    """Commits in which the path is another one than in all of their parents.

    Where one parent has the same, only that one is followed, as git does it by default (git-log(1),
    History Simplification): the other side of that merge had no part in what is there.
    """
    queue = _Queue(store, place.commit)

    def there(commit: Commit) -> str | None:
        entry = reading.lookup(store, commit.tree, place.path)
        return f"{entry.kind.value} {entry.id}" if entry else None

    while (commit := queue.pop()) and budget.take():
        mine = there(commit)
        parents = [reading.commit(store, parent) for parent in commit.parents]
        same = next((parent for parent in parents if there(parent) == mine), None)
        if same:
            queue.push(same.id)
            continue
        queue.push(*commit.parents)
        if mine is not None or parents:
            yield commit


class _Queue:
    """Commits that wait, newest first; each comes once."""

    def __init__(self, store: Store, start: str) -> None:
        self._store = store
        self._seen: set[str] = set()
        self._heap: list[tuple[int, int, Commit]] = []
        self.push(start)

    def push(self, *names: str) -> None:
        """Let commits wait that did not come yet."""
        for name in names:
            if name not in self._seen:
                self._seen.add(name)
                commit = reading.commit(self._store, name)
                # The second number keeps commits of one second in the order in which they came.
                heapq.heappush(self._heap, (-commit.committer.at, len(self._seen), commit))

    def pop(self) -> Commit | None:
        """Take the newest one."""
        return heapq.heappop(self._heap)[2] if self._heap else None
