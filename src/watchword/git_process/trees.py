"""Reads tree objects of a repository, many at a time, without a process for each."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass

from watchword.git_process.runner import GitFailed

TREE = "40000"
DEEPEST = 8
"""Folders within folders that are looked into; a deeper one counts as one thing."""

Ask = Callable[[list[str], bytes], Awaitable[bytes]]
"""Runs git in the repository with that on its standard input, and gives what it writes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a tree."""

    mode: str
    name: str
    object: str


class Trees:
    """Trees that were read, by the names of their objects."""

    def __init__(self, ask: Ask) -> None:
        """Read with that."""
        self._ask = ask
        self._read: dict[str, tuple[Entry, ...]] = {}

    async def named(self, names: Iterable[str]) -> dict[str, str]:
        """The trees that names such as `COMMIT:PATH` stand for; other names are left out."""
        wanted = list(names)
        if not wanted:
            return {}
        given = "".join(f"{name}\n" for name in wanted).encode("utf-8", "surrogateescape")
        answer = await self._ask(
            ["cat-file", "--batch-check=%(objectname) %(objecttype)", "--buffer"], given
        )
        lines = answer.decode("utf-8", "surrogateescape").splitlines()
        found = {}
        for name, line in zip(wanted, lines, strict=True):
            words = line.rsplit(" ", 1)
            if words[-1] == "tree":
                found[name] = words[0]
        return found

    async def load(self, roots: Iterable[str]) -> None:
        """Read those trees and all below them, level by level."""
        wanted = set(roots) - self._read.keys()
        for _ in range(DEEPEST):
            if not wanted:
                return
            given = "".join(f"{name}\n" for name in sorted(wanted)).encode()
            answer = await self._ask(["cat-file", "--batch", "--buffer"], given)
            fresh = dict(_objects(answer))
            self._read.update(fresh)
            below = {one.object for tree in fresh.values() for one in tree if one.mode == TREE}
            wanted = below - self._read.keys()

    def files(self, root: str, path: str = "") -> Iterator[tuple[str, Entry]]:
        """All that stands below a tree that was loaded, with the path of each."""
        for entry in self._read.get(root, ()):
            full = f"{path}/{entry.name}" if path else entry.name
            if entry.mode == TREE and entry.object in self._read:
                yield from self.files(entry.object, full)
            else:
                yield full, entry


def _objects(answer: bytes) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Take the answer of `cat-file --batch` apart."""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        name, kind, *size = answer[at:end].decode().split(" ")
        if kind != "tree":
            raise GitFailed(f"{name} is {kind}, not a tree")
        start = end + 1
        at = start + int(size[0]) + 1
        yield name, tuple(_entries(answer[start : at - 1]))


def _entries(tree: bytes) -> Iterator[Entry]:
    """Read a tree: mode, blank, name, NUL, twenty bytes of an object's name."""
    at = 0
    while at < len(tree):
        blank = tree.index(b" ", at)
        nul = tree.index(b"\0", blank)
        name = tree[blank + 1 : nul].decode("utf-8", "surrogateescape")
        at_end = nul + 21
        yield Entry(tree[at:blank].decode(), name, tree[nul + 1 : at_end].hex())
        at = at_end
