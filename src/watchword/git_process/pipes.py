"""Ends of pipes on the event loop: read and written directly, with no buffer of ours between."""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress

BLOCK = 256 * 1024
"""Bytes that are read at a time."""
LONGEST_COMPLAINT = 4096
"""Bytes of git's own error output that are kept: the last ones."""


class End:
    """One end of a pipe; the descriptor is ours and does not block."""

    def __init__(self, descriptor: int) -> None:
        """Take a descriptor over; a negative one is none, and has ended."""
        self._descriptor = descriptor
        self._loop = asyncio.get_running_loop()
        self._ready: asyncio.Future[None] | None = None

    @property
    def open(self) -> bool:
        """Whether it was not closed yet."""
        return self._descriptor >= 0

    def close(self) -> None:
        """Close it; whoever waits for it is told that it has ended."""
        if self._descriptor >= 0:
            self._loop.remove_reader(self._descriptor)
            self._loop.remove_writer(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = -1
            self._wake()

    async def _wait(self, watch: Callable[..., object], forget: Callable[[int], object]) -> None:
        self._ready = self._loop.create_future()
        watched = self._descriptor
        watch(watched, self._wake)
        try:
            await self._ready
        finally:
            self._ready = None
            if self._descriptor == watched:
                forget(watched)

    def _wake(self) -> None:
        if self._ready is not None and not self._ready.done():
            self._ready.set_result(None)


class Reading(End):
    """The end from which we read."""

    async def read(self, size: int = BLOCK) -> bytes:
        """The next bytes, as many as are there, at most `size`; nothing at the end."""
        while self.open:
            try:
                return os.read(self._descriptor, size)
            except BlockingIOError:
                await self._wait(self._loop.add_reader, self._loop.remove_reader)
        return b""


class Writing(End):
    """The end into which we write."""

    async def write(self, block: bytes) -> bool:
        """Write all of it; False when nobody reads any more."""
        left = memoryview(block)
        while left and self.open:
            try:
                left = left[os.write(self._descriptor, left) :]
            except BlockingIOError:
                await self._wait(self._loop.add_writer, self._loop.remove_writer)
            except BrokenPipeError:
                return False
        return not left


class Complaints(End):
    """What git writes to its standard error: read as it comes, the last part of it kept."""

    def __init__(self, descriptor: int) -> None:
        """Begin to read."""
        super().__init__(descriptor)
        self._kept = b""
        self._loop.add_reader(descriptor, self._take)

    @property
    def text(self) -> str:
        """What was kept."""
        return self._kept.decode("utf-8", "replace").strip()

    def _take(self) -> None:
        with suppress(BlockingIOError):
            block = os.read(self._descriptor, BLOCK)
            if not block:
                self.close()
            self._kept = (self._kept + block)[-LONGEST_COMPLAINT:]
