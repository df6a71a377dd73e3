"""The data folder: what is in it, who may read it, and the lock of the server that runs on it."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from watchword.kernel.entropy import Entropy
from watchword.processes.cannot_start import CannotStart
from watchword.settings import FILE, KEYS
from watchword.settings.key_ring import new_keys

VERSION = 1
"""Of the layout. A folder of a newer one is refused, an older one would be changed at start."""

LOCK = "watchword.lock"
FOLDERS = ("secrets", "repositories", "assets", "lfs", "spool", "cache", "run")
KNOWN = {FILE, LOCK, "VERSION", ".VERSION.new", "tls", "backup", "lost+found", *FOLDERS}
LOCK_PATIENCE = 1.0
"""Seconds to wait for the lock: `doctor` holds it for an instant."""


def is_new(data: Path) -> bool:
    """Whether nothing of ours was finished here yet.

    Raises CannotStart for a folder with other things in it, or of a newer release.
    """
    try:
        version = (data / "VERSION").read_text("ascii").strip()
    except FileNotFoundError:
        return _is_free(data)
    except NotADirectoryError:
        msg = f"{data} is a file: choose a folder."
        raise CannotStart(msg) from None
    if not version.isdecimal() or int(version) > VERSION:
        msg = (
            f"{data} was written by a newer Watchword (layout {version}; this one knows "
            f"{VERSION}): install that release again."
        )
        raise CannotStart(msg)
    return False


def make(data: Path) -> None:
    """Make the folder itself, if it is not there."""
    if not data.exists():
        data.mkdir(parents=True)
        # Others may pass through to tls/ca.pem, which they need; all else is closed to them.
        data.chmod(0o711)


def prepare(data: Path, entropy: Entropy, *, own_keys: bool) -> None:
    """Make what is in it, and the token keys where they are ours to keep (`own_keys`).

    Can be done again, also after a crash in the middle. Raises CannotStart.
    """
    new = is_new(data)
    make(data)
    for name in FOLDERS:
        (data / name).mkdir(mode=0o700, exist_ok=True)
    (data / "tls").mkdir(exist_ok=True)
    (data / "tls").chmod(0o711)
    if own_keys and not (data / KEYS).exists():
        if not new:
            msg = (
                f"{data / KEYS} is missing, and with it every token and session. Put it back from "
                "its backup, or give the keys in WATCHWORD_TOKEN_KEYS."
            )
            raise CannotStart(msg)
        write(data / KEYS, new_keys(entropy).text.encode(), 0o600)
    if new:
        write(data / "VERSION", f"{VERSION}\n".encode(), 0o644)


@contextlib.contextmanager
def locked(data: Path, *, shared: bool) -> Iterator[None]:
    """Hold the folder's lock: one whole server, or any number that run one kind of child.

    Raises CannotStart when another server holds it.
    """
    file = os.open(data / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        until = time.monotonic() + LOCK_PATIENCE
        while not _lock(file, shared=shared):
            if time.monotonic() > until:
                msg = f"Another server runs on {data}: stop it first, or choose another folder."
                raise CannotStart(msg)
            time.sleep(0.05)
        yield
    finally:
        os.close(file)


def is_served(data: Path) -> bool:
    """Whether a server runs on this folder now."""
    try:
        file = os.open(data / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not _lock(file, shared=False)
    finally:
        os.close(file)


def write(path: Path, content: bytes, mode: int) -> None:
    """Replace a file so that a crash leaves the old one or the new one, with that mode."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(content)
        os.fchmod(file, mode)
        stream.flush()
        os.fsync(file)
    beside.rename(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _is_free(data: Path) -> bool:
    names = {entry.name for entry in data.iterdir()} if data.exists() else set()
    foreign = sorted(name for name in names - KNOWN if not name.startswith("watchword.db"))
    if foreign:
        msg = f"{data} holds other things ({', '.join(foreign[:3])}): choose an empty folder."
        raise CannotStart(msg)
    return True


def _lock(file: int, *, shared: bool) -> bool:
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
