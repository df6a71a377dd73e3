"""Whether somebody's own git is at work in a repository, beside those that this server starts."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from watchword.git_process.environment import OURS

PROCESSES = Path("/proc")
PROGRAM = b"git"
"""How the names of git's processes begin (proc(5), comm)."""
MARK = "=".join(OURS).encode()


def at_work(folder: Path) -> bool:
    """Whether a git that is not ours runs in that folder.

    Git goes into a bare repository before it does anything, and so do those that it starts. What
    another user runs, root too, is seen only by root.
    """
    there = os.path.realpath(folder)
    return any(place == there or place.startswith(f"{there}/") for place in _places())


def _places() -> Iterator[str]:
    """The folders in which git runs that was started by others."""
    for process in PROCESSES.glob("[0-9]*"):
        # Gone since it was listed, or another user's.
        with suppress(OSError):
            if (process / "comm").read_bytes().startswith(PROGRAM):
                ours = MARK in (process / "environ").read_bytes().split(b"\0")
                if not ours:
                    yield os.readlink(process / "cwd")  # noqa: PTH115 - a text is compared
