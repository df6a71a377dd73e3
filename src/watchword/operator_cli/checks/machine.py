"""Git, disk and clock."""

import ctypes
import os
import re
from collections.abc import Iterator
from pathlib import Path

from watchword.git_process.environment import PATH, Environment
from watchword.git_process.runner import GitFailed, Runner
from watchword.operator_cli.checks.finding import Finding, bad, doubtful, good

OLDEST_GIT = (2, 36)
"""The first one that knows core.fsync, on which it rests that no acknowledged push is lost."""
LITTLE = 2 << 30
TOO_LITTLE = 256 << 20
"""Bytes of free disk."""
UNSYNCHRONISED = 0x0040
"""STA_UNSYNC in the status of adjtimex(2)."""
TOO_OLD = 1_767_225_600
"""2026-01-01: this release is younger."""


def git() -> Iterator[Finding]:
    """The git that this server would run: it searches a PATH of its own."""
    try:
        runner = Runner(Environment(Path("/nonexistent"), Path("/nonexistent"), 0))
        said = runner.run(["--version"], Path("/")).decode("utf-8", "replace").strip()
    except (FileNotFoundError, GitFailed) as error:
        yield bad(f"git: {error}", f"Install git into one of {PATH}.")
        return
    found = re.search(r"([0-9]+)\.([0-9]+)", said)
    if not found or (int(found[1]), int(found[2])) < OLDEST_GIT:
        oldest = ".".join(map(str, OLDEST_GIT))
        yield bad(f"{runner.program} is {said}", f"Install git {oldest} or later.")
    else:
        yield good(f"{said} ({runner.program})")


def disk(data: Path) -> Iterator[Finding]:
    """Room for repositories, the database and its log."""
    room = os.statvfs(data)
    free, files = room.f_bavail * room.f_frsize, room.f_favail
    shown = f"{free / (1 << 30):.1f} GiB free below {data}"
    if free < TOO_LITTLE:
        yield bad(shown, "Pushes fail soon: free some disk, or move the folder to a larger one.")
    elif free < LITTLE:
        yield doubtful(shown, "Free some disk, or move the folder to a larger one.")
    else:
        yield good(shown)
    if room.f_files and files < 10_000:
        yield doubtful(f"{files} inodes free below {data}", "Repositories need many: free some.")


def clock(now: int, latest_event: int | None, database: int | None) -> Iterator[Finding]:
    """The ends of tokens, sessions and certificates hang on it.

    `latest_event` is when the newest fact was stored, `database` the clock of the database server;
    all in seconds since 1970.
    """
    if now < TOO_OLD or (latest_event or 0) > now + 60:
        yield bad(
            "the clock is behind what is stored already: tokens would end too late",
            "Set the clock, and keep it right: timedatectl set-ntp true",
        )
    elif database is not None and abs(database - now) > 5:
        yield bad(
            f"the clock differs from the database server's by {abs(database - now)} s",
            "Keep both right: timedatectl set-ntp true",
        )
    elif not _is_synchronised():
        yield doubtful(
            "nothing keeps the clock right, as far as the kernel knows",
            "Unless the host does it for this container: timedatectl set-ntp true",
        )
    else:
        yield good("clock")


def _is_synchronised() -> bool:
    """Ask the kernel (adjtimex(2), reading only)."""

    class Timex(ctypes.Structure):
        _fields_ = (
            ("modes", ctypes.c_uint),
            *((name, ctypes.c_long) for name in ("offset", "freq", "maxerror", "esterror")),
            ("status", ctypes.c_int),
            ("rest", ctypes.c_char * 256),
        )

    asked = Timex()
    if ctypes.CDLL(None).adjtimex(ctypes.byref(asked)) < 0:
        return True
    return not asked.status & UNSYNCHRONISED
