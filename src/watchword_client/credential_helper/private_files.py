"""Folders, files and locks that are the person's own: 0700 and 0600 from the start, no links."""

import contextlib
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from watchword_client.credential_helper.entry import Place
from watchword_client.credential_helper.ports import Unusable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

POSIX: Final = os.name == "posix"
NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
BINARY: Final = getattr(os, "O_BINARY", 0)
OTHERS: Final = 0o077
PAUSE: Final = 0.02


def folder(path: Path) -> Path:
    """Make a folder that only its owner enters, or look whether it is one. Raises Unusable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode=0o700)
        found = path.lstat()
    except OSError as error:
        raise Unusable(f"{path} cannot be made: {error.strerror}") from error
    if not stat.S_ISDIR(found.st_mode):
        raise Unusable(f"{path} is no folder")
    if POSIX and (found.st_uid != os.geteuid() or found.st_mode & OTHERS):
        raise Unusable(f"others may enter {path}: chmod 700 {path}")
    return path


def read(path: Path, most: int) -> bytes | None:
    """Read a file of one's own; None where there is none. Raises Unusable."""
    try:
        descriptor = os.open(path, os.O_RDONLY | NO_LINK | BINARY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unusable(f"{path} cannot be opened: {error.strerror}") from error
    with os.fdopen(descriptor, "rb") as file:
        _must_be_private(path, os.fstat(descriptor))
        data = file.read(most + 1)
    if len(data) > most:
        raise Unusable(f"{path} is too long")
    return data


def replace(path: Path, data: bytes) -> None:
    """Put a whole new file in the place of the old one: readers see one or the other.

    The caller holds the lock beside it. Raises Unusable.
    """
    part = path.with_name(f"{path.name}.new")
    try:
        if path.is_symlink():
            raise Unusable(f"{path} is a link")
        # What a crash left behind, or somebody put there: never written into.
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK | BINARY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        part.replace(path)
    except OSError as error:
        raise Unusable(f"{path} cannot be written: {error.strerror}") from error


@contextlib.contextmanager
def lock(path: Path, patience: float) -> Iterator[None]:
    """Hold a lock file, which the system frees when its holder ends. Raises Unusable."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | NO_LINK, 0o600)
    except OSError as error:
        raise Unusable(f"{path} cannot be opened: {error.strerror}") from error
    with os.fdopen(descriptor, "r+b", buffering=0):
        _must_be_private(path, os.fstat(descriptor))
        until = time.monotonic() + patience
        while not _took(descriptor):
            if time.monotonic() >= until:
                raise Unusable(f"somebody else has held {path} for {patience:g} seconds")
            time.sleep(PAUSE)
        yield


def lock_name(place: Place) -> str:
    """Name the lock of a place without letting a host name a file."""
    import hashlib

    return f"refresh-{hashlib.sha256(place.address.encode()).hexdigest()[:32]}.lock"


def _must_be_private(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise Unusable(f"{path} is no plain file")
    if POSIX and found.st_uid != os.geteuid():
        raise Unusable(f"{path} is somebody else's")
    if POSIX and found.st_mode & OTHERS:
        raise Unusable(f"others may read {path}: chmod 600 {path}")


def _took(descriptor: int) -> bool:
    """Try to take the lock; the one of flock(2), or of the C library of Windows."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
