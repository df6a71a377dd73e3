"""What the refs of a repository are, as a digest of what lies on the disk.

All of it is read each time, so that a change is seen whoever made it: contents decide, and the time
stamps and inodes beside them tell apart what was changed and changed back in the meantime. The
folder of packs counts too: what was pruned may be wanted by its id, and is not there any more.
"""

import hashlib
import os
import stat
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from watchword.kernel.clock import Clock

SECOND = 10**9
"""Nanoseconds."""
TICK = SECOND // 50
"""Local file systems stamp by the tick of the kernel, which is at most 10 ms."""
COARSE = 2 * SECOND
"""The coarsest stamps that there are; whole seconds are taken for such."""
MOST_LOOSE = 2_000
"""Loose refs and their folders that are read; upkeep packs them long before."""
LARGEST = 64 * 1024
"""Bytes of a file that is not `packed-refs`."""
REMEMBERED = 256
"""Files `packed-refs` whose digest is kept while their stamps stay."""
CHANGING = (b"HEAD", b"config")
UNUSUAL = (b"shallow", b"info/grafts", b"commondir", b"reftable")
"""What changes answers in ways that are not followed here."""
OPENING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class _Unsure(Exception):  # noqa: N818 - says what is the matter
    """The disk holds something that is not read here."""


class RefState(Struct, frozen=True):
    """The refs at one moment."""

    digest: str
    """32 hexadecimal digits; equal for equal refs in untouched files only."""
    newest: int
    """Nanoseconds since 1970: whatever is written later bears another stamp than all of this."""


class RefStates:
    """Reads states; remembers digests of large files that have not been touched for a while."""

    def __init__(self, clock: Clock) -> None:
        """Begin with nothing remembered."""
        self._clock = clock
        self._packed: OrderedDict[bytes, tuple[tuple[int, ...], bytes]] = OrderedDict()

    def read(self, folder: Path, most: int = MOST_LOOSE) -> RefState | None:
        """The state of the repository in that folder; None where it cannot be told.

        Blocks for as long as `most` files take to be read, and for the packed ones once; with fewer
        than MOST_LOOSE a large file of packed ones is not read.
        """
        path = os.fsencode(folder)
        reading = _Reading(most)
        try:
            for name in UNUSUAL:
                if os.access(path + b"/" + name, os.F_OK, follow_symlinks=False):
                    return None
            for name in CHANGING:
                reading.file(path + b"/" + name)
            packs = path + b"/objects/pack"
            reading.note(packs, os.lstat(packs))
            reading.folder(path + b"/refs")
            # Last, as git packs a ref before it removes the loose file.
            self._read_packed(path + b"/packed-refs", reading)
        except (OSError, _Unsure):
            return None
        return RefState(reading.digest.hexdigest(), reading.newest)

    def _read_packed(self, path: bytes, reading: "_Reading") -> None:
        try:
            descriptor = os.open(path, OPENING)
        except FileNotFoundError:
            return
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise _Unsure
            stamps = reading.note(path, found)
            known = self._packed.get(path)
            if known is None or known[0] != stamps:
                if reading.is_brief and found.st_size > LARGEST:
                    raise _Unsure
                known = self._remember(path, stamps, _digest_of(descriptor))
            reading.digest.update(known[1])
        finally:
            os.close(descriptor)

    def _remember(
        self, path: bytes, stamps: tuple[int, ...], content: bytes
    ) -> tuple[tuple[int, ...], bytes]:
        """Keep a digest, unless another content may still come to bear the same stamps."""
        if max(stamps[:2]) + COARSE < self._clock.seconds() * SECOND:
            self._packed[path] = stamps, content
            self._packed.move_to_end(path)
            if len(self._packed) > REMEMBERED:
                self._packed.popitem(last=False)
        return stamps, content


class _Reading:
    """One reading of one repository."""

    def __init__(self, most: int) -> None:
        self.digest = hashlib.blake2b(digest_size=16)
        self.newest = 0
        self.is_brief = most < MOST_LOOSE
        self._left = most

    def note(self, path: bytes, found: os.stat_result) -> tuple[int, ...]:
        """Take in a name and what the file system says of it; gives its stamps."""
        stamps = found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size
        self.newest = max(self.newest, *map(settled, stamps[:2]))
        self.digest.update(b"%b\0%d %d %d %d\0" % (path[path.rfind(b"/") + 1 :], *stamps))
        return stamps

    def file(self, path: bytes) -> None:
        """Take in a small file."""
        descriptor = os.open(path, OPENING)
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise _Unsure
            self.note(path, found)
            content = os.read(descriptor, LARGEST)
        finally:
            os.close(descriptor)
        if len(content) == LARGEST:
            raise _Unsure
        self.digest.update(b"%d\0%b" % (len(content), content))

    def folder(self, path: bytes) -> None:
        """Take in a folder of loose refs with all that is below it."""
        # Its stamps first: what comes or goes while it is listed shows in the next reading.
        self.note(path, os.lstat(path))
        for entry in self._entries(path):
            if entry.is_symlink():
                raise _Unsure
            if entry.is_dir(follow_symlinks=False):
                self.folder(entry.path)
            elif not entry.name.endswith(b".lock"):
                self._loose(entry.path)
        self.digest.update(b"/")

    def _entries(self, path: bytes) -> Iterator[os.DirEntry[bytes]]:
        with os.scandir(path) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        self._left -= len(entries)
        if self._left < 0:
            raise _Unsure
        yield from entries

    def _loose(self, path: bytes) -> None:
        try:
            self.file(path)
        except FileNotFoundError:
            # It went while we read; the folder's stamps are other ones by now.
            self.digest.update(b"gone\0")


def _digest_of(descriptor: int) -> bytes:
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        return hashlib.file_digest(file, hashlib.blake2b).digest()


def settled(stamp: int) -> int:
    """From when on a change cannot bear that stamp any more, on this file system."""
    return stamp + (TICK if stamp % SECOND else COARSE)
