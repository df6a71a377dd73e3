"""What a client sends, on its way into git."""

import asyncio
from contextlib import suppress

from watchword.git_process.running import Running
from watchword.work.git_host import Source

TOGETHER = 64 * 1024
"""Bytes that are written at a time. A body comes in pieces of some 8 KiB, and each one that is
written by itself wakes git."""


class Feeding:
    """Writes a client's body into git's standard input, beside whatever else is done."""

    def __init__(
        self, git: Running, source: Source, first: bytes = b"", *, at_once: bool = False
    ) -> None:
        """Begin: `first`, then what the source gives; `at_once` as it comes, in whatever pieces."""
        self._at_once = at_once
        self._git = git
        self._source = source
        self._fault: Exception | None = None
        self._task = asyncio.create_task(self._run(first))

    async def finish(self, *, drain: bool) -> None:
        """Stop when git has ended. Raises what went wrong with the client's body.

        With `drain` the rest of it is read and thrown away first: a client that is still sending
        does not read the answer.
        """
        if drain and self._fault is None:
            with suppress(Exception):
                await self._task
        await self.stop()
        if self._fault is not None:
            raise self._fault

    async def stop(self) -> None:
        """Stop at once."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, first: bytes) -> None:
        stdin = self._git.stdin
        assert stdin is not None
        try:
            taken = await stdin.write(first)
            while block := await self._together():
                taken = taken and await stdin.write(block)
        except Exception as fault:  # noqa: BLE001 - kept, and raised by `finish`
            # The client has gone or sends nonsense: git must not take what is there for all of it.
            self._fault = fault
            self._git.close()
        finally:
            stdin.close()

    async def _together(self) -> bytes:
        """The next pieces of the body; nothing at its end."""
        if self._at_once:
            return await self._source.read()
        parts: list[bytes] = []
        size = 0
        while size < TOGETHER and (part := await self._source.read()):
            parts.append(part)
            size += len(part)
        return b"".join(parts)
