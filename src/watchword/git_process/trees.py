"""Reads tree objects of a repository, many at a time, without a process for each."""

from collections.abc import Awaitable, Callable, Iterable, Iterator

from msgspec import Struct

from watchword.git_process.runner import GitFailed

TREE = "40000"
DEEPEST = 8
"""Folders within folders that are looked into; a deeper one counts as one thing."""
MOST = 8 * 2**20
"""Bytes of trees that are held and read at all: reading them takes the time of others."""

Ask = Callable[[list[str], bytes], Awaitable[bytes]]
"""Runs git in the repository with that on its standard input, and gives what it writes."""


class Entry(Struct, frozen=True):
    """One line of a tree."""

    mode: str
    name: str
    object: str


class Trees:
    """Trees that were read, by the names of their objects."""

    def __init__(self, ask: Ask) -> None:
        """Read with that."""
        self._ask = ask
        self._read: dict[str, bytes] = {}
        self._left = MOST

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

    async def load(self, roots: Iterable[str], depth: int = DEEPEST) -> None:
        """Read those trees, and what is below them in so many levels, each tree once.

        Raises GitFailed when that is more than MOST.
        """
        wanted = set(roots) - self._read.keys()
        for _ in range(depth):
            if not wanted:
                return
            given = "".join(f"{name}\n" for name in sorted(wanted)).encode()
            answer = await self._ask(["cat-file", "--batch", "--buffer"], given)
            self._left -= len(answer)
            if self._left < 0:
                raise GitFailed(f"there are more than {MOST} bytes of trees to look at")
            self._read.update(_objects(answer))
            entries = (one for name in wanted for one in self.entries(name))
            wanted = {one.object for one in entries if one.mode == TREE} - self._read.keys()

    def entries(self, tree: str) -> Iterator[Entry]:
        """The entries of a tree that was loaded."""
        return _entries(self._read[tree])

    def files(self, tree: str, path: str) -> Iterator[tuple[str, Entry]]:
        """All that stands below a tree that was loaded, with the path of each.

        One tree may stand in many places: there can be far more paths than bytes. Take as many as
        you need.
        """
        for entry in self.entries(tree):
            full = f"{path}/{entry.name}"
            if entry.mode == TREE and entry.object in self._read:
                yield from self.files(entry.object, full)
            else:
                yield full, entry


def _objects(answer: bytes) -> Iterator[tuple[str, bytes]]:
    """Take the answer of `cat-file --batch` apart."""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        name, kind, *size = answer[at:end].decode().split(" ")
        if kind != "tree":
            raise GitFailed(f"{name} is {kind}, not a tree")
        start = end + 1
        at = start + int(size[0]) + 1
        yield name, answer[start : at - 1]


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
