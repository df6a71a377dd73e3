"""A git process on the event loop: its pipes, its end, and its being ended."""

import asyncio
import os
import signal
from collections.abc import Callable

from watchword.git_process.pipes import Complaints, Reading, Writing
from watchword.git_process.runner import Child, GitFailed, end_group

PATIENCE = 0.3
"""Seconds between asking git to end (it then removes its locks) and ending it."""


class Running:
    """A git process that was started. `close` must be called, whatever happens."""

    def __init__(self, child: Child, after: Callable[[], None] = lambda: None) -> None:
        """Take a child over; `after` is called once it is gone."""
        self._process = child.process
        self._loop = asyncio.get_running_loop()
        self._after = after
        self._ended: asyncio.Future[int] = self._loop.create_future()
        self._watch = os.pidfd_open(self._process.pid)
        self._loop.add_reader(self._watch, self._reap)
        self.stdin = None if child.stdin is None else Writing(child.stdin)
        self.stdout = Reading(child.stdout)
        self.stderr = Complaints(child.stderr)

    async def ended(self) -> int:
        """Wait for the end and give the exit status (negative: the signal)."""
        return await asyncio.shield(self._ended)

    def close(self) -> None:
        """Let go of the pipes, and end git if it still runs. Does not wait.

        Git removes its lock files when it is asked to end; PATIENCE later nothing is left of it.
        """
        for end in (self.stdin, self.stdout, self.stderr):
            if end is not None:
                end.close()
        if not self._ended.done():
            end_group(self._process.pid, signal.SIGTERM)
            self._loop.call_later(PATIENCE, self._insist)

    def _insist(self) -> None:
        if not self._ended.done():
            end_group(self._process.pid, signal.SIGKILL)

    def _reap(self) -> None:
        """Take the exit status.

        Until that moment the number of the group cannot belong to anybody else; so what git left
        behind in it is ended first.
        """
        self._loop.remove_reader(self._watch)
        os.close(self._watch)
        end_group(self._process.pid, signal.SIGKILL)
        status = self._process.wait()
        if not self._ended.done():
            self._ended.set_result(status)
        self._after()


async def answer_of(child: Child, most: int) -> bytes:
    """Read all that a git process writes, at most that many bytes, and wait for its end.

    Raises GitFailed when it ends with an error or writes more.
    """
    git = Running(child)
    parts: list[bytes] = []
    left = most
    try:
        while block := await git.stdout.read():
            left -= len(block)
            if left < 0:
                raise GitFailed(f"git wrote more than {most} bytes")
            parts.append(block)
        if status := await git.ended():
            raise GitFailed(f"git ended with {status}: {git.stderr.text}", status)
        return b"".join(parts)
    finally:
        git.close()
