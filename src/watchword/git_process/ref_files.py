"""Refs as they lie in a repository (gitrepository-layout(5)): loose files over `packed-refs`.

Read without the repository's configuration, and without reading all refs to find one: `packed-refs`
is sorted, so a name is found by halving. A loose ref wins over a packed one. Loose ones are read
first: git packs a ref before it removes the loose file, so one of the two is always seen.
"""

import mmap
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from watchword.git_process.packed_refs import refs_from, value_of

FOLDER = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
LONGEST = 256
"""Bytes of a loose ref that are read."""
DEEPEST = 32
"""Folders below `refs/` that are gone into."""
MOST_LOOSE = 20_000
"""Loose refs that are looked at for one list; upkeep packs them long before."""


class RefFiles:
    """The refs of one bare repository."""

    def __init__(self, folder: Path) -> None:
        """Read the refs of the repository in that folder."""
        self._folder = os.fsencode(folder)

    def find(self, name: bytes) -> str | None:
        """The object on which the ref of that full name stands. The name is checked already."""
        return self._loose(name) or self._packed(name)

    def under(self, prefix: bytes, most: int) -> Sequence[tuple[bytes, str]]:
        """The first refs, by name, whose full names begin with a prefix that ends in a slash."""
        found: dict[bytes, str] = {}
        for count, name in enumerate(self._walk(prefix.removesuffix(b"/"))):
            if count == MOST_LOOSE:
                break
            if value := self._loose(name):
                found[name] = value
        packed_seen = 0
        for name, value in self._packed_from(prefix):
            if packed_seen == most or not name.startswith(prefix):
                break
            packed_seen += name not in found
            found.setdefault(name, value)
        return sorted(found.items())[:most]

    def _loose(self, name: bytes) -> str | None:
        """A loose ref's value. Links, folders and what is no object id are no refs."""
        with _opened(self._folder, name) as file:
            return value_of(os.read(file, LONGEST).rstrip(b"\n")) if file is not None else None

    def _walk(self, folder: bytes, depth: int = 0) -> Iterator[bytes]:
        """Full names of the loose refs below a folder; links are not followed."""
        try:
            with os.scandir(self._folder + b"/" + folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            return
        for entry in found:
            name = folder + b"/" + entry.name
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST:
                    yield from self._walk(name, depth + 1)
            elif entry.is_file(follow_symlinks=False) and not name.endswith(b".lock"):
                yield name

    def _packed(self, name: bytes) -> str | None:
        for found, value in self._packed_from(name):
            return value if found == name else None
        return None

    def _packed_from(self, name: bytes) -> Iterator[tuple[bytes, str]]:
        """Packed refs from the first whose name is not before that one, in order."""
        with _opened(self._folder, b"packed-refs") as file:
            if file is not None and os.fstat(file).st_size:
                with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as packed:
                    yield from refs_from(packed, name)


@contextmanager
def _opened(folder: bytes, path: bytes) -> Iterator[int | None]:
    """Open a plain file; None where there is none.

    Links are followed in no part of the path, and a pipe is not waited for.
    """
    with ExitStack() as opened:
        try:
            at = _open(opened, folder, FOLDER, None)
            *above, name = path.split(b"/")
            for part in above:
                at = _open(opened, part, FOLDER, at)
            file = _open(opened, name, FILE, at)
        except OSError:
            yield None
            return
        yield file if stat.S_ISREG(os.fstat(file).st_mode) else None


def _open(opened: ExitStack, name: bytes, how: int, folder: int | None) -> int:
    descriptor = os.open(name, how, dir_fd=folder)
    opened.callback(os.close, descriptor)
    return descriptor
