"""Starts git: the only module besides the supervisor that starts a process.

Argument lists, never a shell; an environment made from nothing; a process group of its own, so that
what git starts ends with it. Popen with these options is a vfork: 0.2 ms whatever our size.
"""

import contextlib
import fcntl
import os
import re
import resource
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from msgspec import Struct

from watchword.git_process.environment import PATH, Environment

PIPE_SIZE = 2**20
"""Bytes that a pipe from git holds, where the kernel lets us have that much."""
MOST_MEMORY = 4 * 2**30
"""Bytes of memory of its own that one git process may have (deep deltas, attack 45)."""
NOWHERE = -1
NICENESS = 10
"""Of work in the background."""
VERSION = re.compile(rb"([0-9]+)\.([0-9]+)")


class GitFailed(Exception):  # noqa: N818 - says what happened
    """Git ended with an error; the text is what it wrote about it.

    `status` is its exit status: negative for a signal, 0 where it is not known.
    """

    def __init__(self, text: str, status: int = 0) -> None:
        """Keep the status beside the text."""
        super().__init__(text)
        self.status = status

    @property
    def wants_memory(self) -> bool:
        """Whether it may not have the memory that it needs."""
        return "out of memory" in str(self).lower()


class Child(Struct, frozen=True):
    """A git process that was started, and our ends of its pipes (all of them do not block)."""

    process: subprocess.Popen[bytes]
    stdin: int | None
    stdout: int
    """NOWHERE, which reads as a pipe that has ended, when the output goes into a file."""
    stderr: int


class Runner:
    """Starts git in one environment."""

    def __init__(self, environment: Environment, program: str | None = None) -> None:
        """Use that program, or the git on the closed PATH. Raises FileNotFoundError without one."""
        found = program or shutil.which("git", path=PATH)
        if found is None:
            msg = f"there is no git on {PATH}"
            raise FileNotFoundError(msg)
        self.program = found
        self.environment = environment
        self._background: set[int] = set()
        self._version: tuple[object, tuple[int, int]] = (None, (0, 0))

    @property
    def version(self) -> tuple[int, int]:
        """Git's version: its first two numbers, or zeros where it does not tell.

        It is asked once, and again when the program was replaced by another one.
        """
        state = state_of(self.program)
        if self._version[0] != state:
            said = subprocess.run(
                [self.program, "--version"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env={"PATH": PATH},
                cwd="/",
                check=False,
            ).stdout
            found = VERSION.search(said)
            self._version = (state, (int(found[1]), int(found[2])) if found else (0, 0))
        return self._version[1]

    def start(
        self,
        command: Sequence[str],
        folder: Path,
        *,
        stdin: int | None = None,
        stdout: int | None = None,
        protocol: str | None = None,
        hooks: Path | None = None,
        extra: Mapping[str, str] | None = None,
        keep: Sequence[int] = (),
        memory: int | None = None,
    ) -> Child:
        """Start `git COMMAND…` in a repository.

        `stdin` is a descriptor to read from (closed here afterwards); without it there is a pipe.
        `stdout` is one to write to (left open here); without it there is a pipe.
        `keep` are descriptors that git and its children hold for as long as they live: slots.
        `memory` is the most bytes of its own that it may have, where MOST_MEMORY is too much.
        """
        pipe = stdin is None
        try:
            process = subprocess.Popen(
                [self.program, *command],
                stdin=subprocess.PIPE if pipe else stdin,
                stdout=subprocess.PIPE if stdout is None else stdout,
                stderr=subprocess.PIPE,
                cwd=folder,
                env=self.environment.variables(protocol, hooks, extra, self.version),
                pass_fds=tuple(keep),
                process_group=0,
                bufsize=0,
            )
        finally:
            if stdin is not None:
                os.close(stdin)
        most = memory or MOST_MEMORY
        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (most, most))
        return _child(process)

    def run(
        self,
        command: Sequence[str],
        folder: Path,
        *,
        given: bytes = b"",
        extra: Mapping[str, str] | None = None,
        keep: Sequence[int] = (),
        seconds: float | None = 60,
        background: bool = False,
    ) -> bytes:
        """Run git to its end, blocking, and give what it wrote.

        For threads and jobs, and for small answers. Raises GitFailed when it ends with an error or
        takes longer than `seconds`.
        """
        process = subprocess.Popen(
            [self.program, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=self.environment.variables(extra=extra, version=self.version),
            pass_fds=tuple(keep),
            process_group=0,
        )
        if background:
            self._background.add(process.pid)
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PGRP, process.pid, NICENESS)
        try:
            return _written(process, command[0], given, seconds)
        finally:
            self._background.discard(process.pid)

    def stop_background(self) -> None:
        """Ask git to end what it does in the background for this process."""
        for group in tuple(self._background):
            end_group(group, signal.SIGTERM)


def _written(
    process: "subprocess.Popen[bytes]", verb: str, given: bytes, seconds: float | None
) -> bytes:
    """What git writes until it ends, which is seen to. Raises GitFailed."""
    try:
        written, complaint = process.communicate(given, seconds)
    except subprocess.TimeoutExpired as late:
        raise GitFailed(f"git {verb} took longer than {seconds} s") from late
    finally:
        if process.returncode is None:
            end_group(process.pid, signal.SIGKILL)
            process.communicate()
    if process.returncode:
        said = complaint.decode("utf-8", "replace").strip()
        text = f"git {verb} ended with {process.returncode}: {said[:2000]}"
        raise GitFailed(text, process.returncode)
    return written


def end_group(group: int, by: signal.Signals) -> None:
    """Send a signal to a process and to all that it started. Nothing happens when they are gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, by)


def state_of(program: str) -> tuple[int, int, int]:
    """What changes when a program is replaced by another one of the same name."""
    found = os.stat(program)  # noqa: PTH116 - asked for on each request
    return found.st_ino, found.st_mtime_ns, found.st_size


def body_file(body: bytes) -> int:
    """A descriptor from which a small body can be read; it is memory, no file on any disk."""
    descriptor = os.memfd_create("body", os.MFD_CLOEXEC)
    with contextlib.closing(os.fdopen(os.dup(descriptor), "wb")) as file:
        file.write(body)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _child(process: subprocess.Popen[bytes]) -> Child:
    """Take the pipes out of Popen's hands: the loop reads descriptors, not files."""
    ends = [_detached(file) for file in (process.stdin, process.stdout, process.stderr)]
    process.stdin = process.stdout = process.stderr = None
    stdin, stdout, stderr = ends
    assert stderr is not None
    for end in (stdin, stdout):
        if end is not None:
            with contextlib.suppress(OSError):
                fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, PIPE_SIZE)
    return Child(process, stdin, NOWHERE if stdout is None else stdout, stderr)


def _detached(file: IO[bytes] | None) -> int | None:
    if file is None:
        return None
    descriptor = os.dup(file.fileno())
    file.close()
    os.set_blocking(descriptor, False)
    return descriptor
