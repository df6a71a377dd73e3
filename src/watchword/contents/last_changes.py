"""Which commit changed each name of a folder last."""

import heapq
from collections.abc import Iterable, Mapping

from watchword.contents import reading
from watchword.contents.metered import Metered
from watchword.contents.model import Commit, Entry
from watchword.contents.ports import Store
from watchword.kernel.errors import NotFound, TooLarge

MOST_LOOKED_AT = 1_000
"""Commits; names that none of them changed are told without one."""
MOST_READ = 24 * 2**20
"""Bytes of commits and trees that are read for it."""


def last_changes(
    store: Store, start: Commit, path: tuple[bytes, ...], wanted: Iterable[Entry]
) -> Mapping[bytes, Commit]:
    """The newest commit for each of these names of the folder at `path`, where it is soon found.

    A name goes on to the first parent that has it unchanged; where no parent does, this commit made
    it what it is.
    """
    search = _Search(Metered(store, MOST_READ), path)
    search.add(start, {entry.name: entry.id for entry in wanted})
    found: dict[bytes, Commit] = {}
    for _ in range(MOST_LOOKED_AT):
        if not search.heap:
            break
        commit, names = search.pop()
        try:
            for parent in commit.parents:
                names = search.hand_on(parent, names) if names else names
        except TooLarge:
            # Whether this commit changed them is not known; what was found before is.
            break
        found.update(dict.fromkeys(names, commit))
    return found


class _Search:
    """Commits to be looked at, newest first, each with the names that it may have changed."""

    def __init__(self, store: Store, path: tuple[bytes, ...]) -> None:
        self._store = store
        self._path = path
        self._names: dict[str, dict[bytes, str]] = {}
        self._folders: dict[str, dict[bytes, str]] = {}
        self.heap: list[tuple[int, str, Commit]] = []

    def add(self, commit: Commit, names: dict[bytes, str]) -> None:
        if commit.id not in self._names:
            self._names[commit.id] = {}
            heapq.heappush(self.heap, (-commit.committer.at, commit.id, commit))
        self._names[commit.id].update(names)

    def pop(self) -> tuple[Commit, dict[bytes, str]]:
        commit = heapq.heappop(self.heap)[2]
        return commit, self._names.pop(commit.id)

    def hand_on(self, parent: str, names: dict[bytes, str]) -> dict[bytes, str]:
        """Give the parent the names that it has unchanged; what is left stays."""
        try:
            commit = reading.commit(self._store, parent)
            there = self._folder(commit.tree)
        except NotFound:
            # Where history was cut off, what is there begins there.
            return names
        same = {name: object_ for name, object_ in names.items() if there.get(name) == object_}
        if same:
            self.add(commit, same)
        return {name: object_ for name, object_ in names.items() if name not in same}

    def _folder(self, tree: str) -> dict[bytes, str]:
        """Names and objects of the folder in that tree; the folder of many commits is one."""
        entry = reading.lookup(self._store, tree, self._path)
        if entry is None:
            return {}
        if entry.id not in self._folders:
            entries = reading.entries(self._store, entry.id)
            self._folders[entry.id] = {name: one.id for name, one in entries.items()}
        return self._folders[entry.id]
