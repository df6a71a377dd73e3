"""Starting processes: the only module of the companion that does.

Each is started from a list of words, without a terminal, so that nothing can ask behind our back.
The credential helper uses it as well: nothing here imports click.
"""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Done:
    """How a process ended."""

    status: int
    output: bytes = field(repr=False)
    complaint: str = field(repr=False)
    """What it said on its error stream."""
    timed_out: bool = False

    @property
    def text(self) -> str:
        """The output without the line's end."""
        return self.output.decode("utf-8", "replace").rstrip("\n")


def run(
    words: Sequence[str],
    given: bytes,
    patience: float,
    *,
    variables: Mapping[str, str],
    folder: Path | None = None,
) -> Done:
    """Run a program to its end, or to that of patience (seconds). Raises FileNotFoundError."""
    process = subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=variables,
        # No terminal, and one group that can be ended as a whole.
        start_new_session=True,
    )
    try:
        output, complaint = process.communicate(given, patience)
    except subprocess.TimeoutExpired:
        _end(process)
        return Done(-1, b"", "", timed_out=True)
    return Done(process.returncode, output, complaint.decode("utf-8", "replace"))


def start_in_background(words: Sequence[str], variables: Mapping[str, str]) -> int:
    """Start a program that outlives this one, without its pipes and terminal; gives its id."""
    process = subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=variables,
        start_new_session=True,
    )
    # It is nobody's to wait for: whoever waited would wait for its whole life.
    process.returncode = 0
    return process.pid


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with all that it started, and do not wait for what they hold open."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
