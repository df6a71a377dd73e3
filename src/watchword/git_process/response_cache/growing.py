"""An answer that git is writing into a file, and those who read it meanwhile, in any process.

The file itself says how far things are. Its first byte is locked for as long as the worker that
began it or git lives (fcntl(2), "open file description locks"; git's standard output is the same
description). Each reader holds a shared lock on the second byte. A finished answer may not be
written to any more: its mode says so. Nothing of this has to be tidied up after a crash but the
file.
"""

import asyncio
import fcntl
import os
import stat
import struct
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path
from weakref import WeakValueDictionary

BLOCK = 256 * 1024
"""Bytes that are read at a time."""
SHARED = 8
"""Blocks that one process keeps of each file that it reads, for those of its readers who follow."""
FIRST_PAUSE, LONGEST_PAUSE = 0.001, 0.016
"""Seconds between two looks at a file that has not grown."""
LONGEST_WAIT = 0.032
"""Seconds between two looks whether it is over."""
WRITTEN, READ = 0, 1
"""The bytes that are locked by whoever writes, and by those who read."""
FINISHED = 0o400
"""The mode of a file that is whole."""
UNNAMED = ".new-"
"""How a file is called until it has its name."""


class BrokenOff(Exception):  # noqa: N818 - says what happened
    """Whoever wrote the answer is gone and did not finish it; `sent` says how much was read."""

    def __init__(self, sent: int) -> None:
        """Keep how many bytes were read before."""
        super().__init__(f"an answer broke off after {sent} bytes")
        self.sent = sent


class Part:
    """A file that is ours to have written."""

    def __init__(self, descriptor: int, path: Path) -> None:
        """Take over the descriptor of a file that `begin` made."""
        self.descriptor = descriptor
        self._path = path
        self._named = True
        self.begun = os.fstat(descriptor).st_mtime_ns
        """Nanoseconds since 1970, by the clock of the file system."""

    def is_read(self) -> bool:
        """Whether anybody reads it."""
        return _is_locked(self.descriptor, READ, fcntl.F_WRLCK)

    def finish(self) -> None:
        """Say that it is whole."""
        os.fchmod(self.descriptor, FINISHED)

    def keep(self, path: Path) -> int:
        """Give it another name under which it stays; gives its size in bytes."""
        self._path.rename(path)
        self._named = False
        return os.fstat(self.descriptor).st_size

    def give_up(self) -> None:
        """Let go of it. Unless it was kept its name goes too; those who read it go on."""
        if self._named:
            self._path.unlink(missing_ok=True)
        os.close(self.descriptor)

    def read(self) -> "Reader":
        """Read it from its beginning. Raises FileNotFoundError."""
        return read(self._path)


class Blocks:
    """What was read last of one file: its readers keep close together, and need it read once."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept: dict[int, bytes] = {}

    def read(self, descriptor: int, at: int) -> bytes:
        """Read from there to the end of the block that it is in, or of the file."""
        if (kept := self._kept.get(at)) is not None:
            return kept
        block = os.pread(descriptor, BLOCK - at % BLOCK, at)
        if len(block) == BLOCK:
            # It is written to no more: whoever writes adds to the end.
            self._kept[at] = block
            if len(self._kept) > SHARED:
                del self._kept[next(iter(self._kept))]
        return block


_OPEN: WeakValueDictionary[tuple[int, int], Blocks] = WeakValueDictionary()
"""By device and inode: while somebody has the file open no other one gets these."""


class Reader:
    """One who reads an answer as it grows. `close` must be called."""

    def __init__(self, descriptor: int) -> None:
        """Take over a descriptor of the file, with a description of its own."""
        self._descriptor = descriptor
        found = os.fstat(descriptor)
        self._blocks: Blocks | None = _OPEN.setdefault((found.st_dev, found.st_ino), Blocks())
        _lock(descriptor, READ, fcntl.F_RDLCK)

    @property
    def alive(self) -> bool:
        """Whether it is whole, or somebody is at it."""
        return self._finished() or not self._abandoned() or self._finished()

    async def outlives_its_writer(self, seconds: float) -> bool:
        """Wait for at most so long until whoever writes it is gone; whether they are."""
        pause, left = FIRST_PAUSE, seconds
        while not self._abandoned():
            if left <= 0:
                return False
            await asyncio.sleep(pause)
            left -= pause
            pause = min(2 * pause, LONGEST_WAIT)
        return True

    async def blocks(self) -> AsyncGenerator[bytes, None]:
        """Give the answer from its beginning to its end. Raises BrokenOff."""
        at, pause = 0, FIRST_PAUSE
        while True:
            # Asked before reading: what was written before the end is read after it.
            finished, abandoned = self._finished(), self._abandoned()
            if block := self._read(at):
                at += len(block)
                yield block
                if finished or at % BLOCK == 0:
                    continue
            elif finished:
                return
            elif abandoned and not self._finished():
                raise BrokenOff(at)
            # Waiting longer each time, it takes few large blocks rather than many small ones.
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def close(self) -> None:
        """Let go of it."""
        # First, as from then on the inode may be another file's.
        self._blocks = None
        os.close(self._descriptor)

    def _read(self, at: int) -> bytes:
        assert self._blocks is not None, "nobody reads what they closed"
        return self._blocks.read(self._descriptor, at)

    def _finished(self) -> bool:
        return stat.S_IMODE(os.fstat(self._descriptor).st_mode) == FINISHED

    def _abandoned(self) -> bool:
        return not _is_locked(self._descriptor, WRITTEN, fcntl.F_RDLCK)


def begin(path: Path) -> Part | None:
    """Begin an answer of that name; None when there is one already.

    It has its name only once it is locked, so that nobody takes it for one that was given up.
    """
    descriptor, made = tempfile.mkstemp(prefix=UNNAMED, dir=path.parent)
    try:
        _lock(descriptor, WRITTEN, fcntl.F_WRLCK)
        path.hardlink_to(made)
    except FileExistsError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    finally:
        Path(made).unlink()
    return Part(descriptor, path)


def read(path: Path) -> Reader:
    """Read the answer of that name. Raises FileNotFoundError."""
    return Reader(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC))


def _lock(descriptor: int, place: int, kind: int) -> None:
    """Lock one byte, which nobody else can have locked in a way that is in the way."""
    fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _range(kind, place))


def _is_locked(descriptor: int, place: int, kind: int) -> bool:
    """Whether somebody else holds a lock that a lock of that kind would meet."""
    found = fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, _range(kind, place))
    return bool(struct.unpack_from("h", found)[0] != fcntl.F_UNLCK)


def _range(kind: int, place: int) -> bytes:
    return struct.pack("hhqqi4x", kind, os.SEEK_SET, place, 1, 0)
