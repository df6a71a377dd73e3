"""Lists of refs that were told, told again while nothing of what they were read from was touched.

What is looked at each time are the stamps of the files and folders: who writes to one of them, or
puts another one in its place, changes its inode or its times, whoever it is and however it is done.
Two changes in one tick of the file system bear the same stamp, though. So a list is kept only when
it was read while the stamps were old already: seen some time before, and the same since then.
"""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from watchword.git_process.response_cache.ref_state import settled

MOST_WATCHED = 48
"""Files and folders that are looked at for one list. More are read as quickly as compared."""
LARGEST = 64 * 1024
"""Bytes of a list that is kept."""
MOST_KEPT = 4 * 2**20
"""Bytes of all lists that are kept, with what belongs to them."""
OF_STAMP = 256
"""Bytes that a stamp takes, about."""
MOST_SEEN = 256
"""Requests of which is known when the stamps were seen first."""
ALWAYS = (b"", b"/HEAD", b"/config", b"/packed-refs", b"/objects", b"/objects/info")
"""What decides about any list, below the folder. With the stamps of the folders it is known, too,
that nothing else came into them, such as objects of other repositories (attack 49)."""
PACKS = b"/objects/pack"
"""While this folder is as it was, so are the objects on which refs stand: those that are packed."""

Asked: TypeAlias = tuple[str, bytes]
"""The key of a repository, and a request as it came."""
Stamp: TypeAlias = tuple[int, int, int, int]
Stamps: TypeAlias = tuple[tuple[bytes, Stamp], ...]


class Kept(Struct, frozen=True):
    """A list, and what it was read from."""

    answer: bytes
    stamps: Stamps

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        return len(self.answer) + OF_STAMP * len(self.stamps)


class KeptListings:
    """The lists that one process keeps. On the event loop only."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        """Keep at most that many bytes."""
        self._most = most
        self._kept: dict[Asked, Kept] = {}
        self._size = 0
        self._seen: dict[Asked, tuple[Stamps, int]] = {}

    def find(self, asked: Asked) -> bytes | None:
        """The list that was told to the same request, if nothing was touched since it was read."""
        found = self._kept.get(asked)
        if found is None:
            return None
        for path, stamp in found.stamps:
            if _stamp(path) != stamp:
                self._drop(asked)
                return None
        return found.answer

    def begin(self, asked: Asked, folder: bytes) -> Stamps | None:
        """What a list is about to be read from; None where it is not to be kept."""
        now = time.monotonic_ns()
        try:
            stamps = tuple((path, _stamp(path)) for path in _watched(folder))
        except _TooMany:
            return None
        if not stamps:
            # The folder went while somebody was let in.
            return None
        before, since = self._seen.pop(asked, ((), now))
        if before == stamps and since + _tick(stamps) < now:
            # What is written from now on bears another stamp.
            return stamps
        if len(self._seen) >= MOST_SEEN:
            del self._seen[next(iter(self._seen))]
        self._seen[asked] = stamps, since if before == stamps else now
        return None

    def keep(self, asked: Asked, stamps: Stamps, answer: bytes, objects: Iterable[bytes]) -> None:
        """Keep what was read after `begin`; `objects` are files on which the list depends, too."""
        kept = Kept(answer, (*stamps, *((path, _stamp(path)) for path in objects)))
        if len(kept.stamps) > MOST_WATCHED or len(answer) > LARGEST:
            return
        self._drop(asked)
        self._kept[asked] = kept
        self._size += kept.size + len(asked[1])
        while self._size > self._most:
            self._drop(next(iter(self._kept)))

    def _drop(self, asked: Asked) -> None:
        if (dropped := self._kept.pop(asked, None)) is not None:
            self._size -= dropped.size + len(asked[1])


class _TooMany(Exception):  # noqa: N818 - says what is the matter
    """There are more loose refs than are looked at here."""


def _watched(folder: bytes) -> Sequence[bytes]:
    """Files and folders that are there now and decide about lists."""
    found = [folder + name for name in (*ALWAYS, PACKS)]
    for path in _below(folder + b"/refs"):
        found.append(path)
        if len(found) > MOST_WATCHED:
            raise _TooMany
    return [path for path in found if _stamp(path) != GONE]


def _below(folder: bytes) -> Iterator[bytes]:
    """A folder with all that is in it. Links are not followed."""
    yield folder
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from _below(entry.path)
                else:
                    yield entry.path
    except OSError:
        # It went while we looked, or is none: whoever reads the refs will find out.
        return


GONE: Stamp = (0, 0, 0, 0)


def _stamp(path: bytes) -> Stamp:
    """What the file system says of a file; links are not followed."""
    try:
        found = os.lstat(path)
    except OSError:
        return GONE
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _tick(stamps: Stamps) -> int:
    """Nanoseconds after which a change bears another stamp, on these file systems."""
    return max(settled(time) - time for _, stamp in stamps for time in stamp[2:])
