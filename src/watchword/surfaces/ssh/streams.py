"""The two directions of one session: what came and was not read yet, and what is on its way out."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from watchword.git_transport.pktline import FLUSH
from watchword.kernel.errors import TooLarge

HIGH: Final = 128 * 1024
"""Bytes that are held before the client is told to wait."""
PIECE: Final = 64 * 1024
"""Bytes that are handed on at a time."""


class Left(Exception):  # noqa: N818 - says what happened
    """The client has gone."""


class TooSlow(Left):
    """The client is there, and takes or gives nothing."""


class Patience(Struct, frozen=True):
    """How slow a client may be, in seconds. Nothing here bounds a whole clone or push."""

    opening: float = 900.0
    """Between the refs and the first word of a push: hooks of the client's run meanwhile."""
    silence: float = 300.0
    """Without a byte in either direction: the client may be packing for long."""
    sending: float = 60.0
    """In which 64 KiB must find their way."""


class Inbox:
    """What the client sends: held until it is read, never more than a little."""

    def __init__(self, pause: Callable[[], None], resume: Callable[[], None]) -> None:
        """Call `pause` when enough is held, `resume` when there is room again."""
        self._pause = pause
        self._resume = resume
        self._held: deque[bytes] = deque()
        self._size = 0
        self._left = 0
        self._ended = False
        self._paused = False
        self._news = asyncio.Event()
        self.at = 0.0
        """When something came last, in the loop's seconds."""

    def allow(self, most: int) -> None:
        """Take so many bytes from now on, and no more."""
        self._left = most

    def put(self, block: bytes) -> None:
        """Take what came."""
        self._held.append(block)
        self._size += len(block)
        self.at = asyncio.get_running_loop().time()
        self._news.set()
        if self._size > HIGH and not self._paused:
            self._paused = True
            self._pause()

    def end(self) -> None:
        """Know that nothing more comes."""
        self._ended = True
        self._news.set()

    async def read(self) -> bytes:
        """The next bytes, all that are there; nothing at the end. Raises TooLarge."""
        await self._something()
        block = b"".join(self._held)
        self._held.clear()
        self._size = 0
        self._left -= len(block)
        if self._left < 0:
            raise TooLarge("That is more than this server takes.")
        if self._paused:
            self._paused = False
            self._resume()
        return block

    async def head(self, _size: int) -> tuple[bytes, bool]:
        """Wait for anything at all; whether that is all there will be."""
        await self._something()
        block = b"".join(self._held)
        self._held = deque([block] if block else [])
        return block, not block or block == FLUSH

    async def _something(self) -> None:
        while not self._held and not self._ended:
            self._news.clear()
            await self._news.wait()


class Outbox:
    """What goes to the client, no faster than it takes it."""

    def __init__(
        self,
        write: Callable[[bytes], None],
        rooms: Callable[[], list[asyncio.Event]],
        patience: float,
    ) -> None:
        """Write by `write`, then wait until all `rooms` are open, at most `patience` seconds."""
        self._write = write
        self._rooms = rooms
        self._patience = patience
        self.at = 0.0
        """When something was taken last, in the loop's seconds."""

    async def write(self, block: bytes) -> None:
        """Send a block. Raises Left, and TooSlow."""
        for start in range(0, len(block), PIECE):
            try:
                self._write(block[start : start + PIECE])
            except OSError:
                raise Left from None
            await self._room()

    async def _room(self) -> None:
        try:
            async with asyncio.timeout(self._patience):
                for room in self._rooms():
                    await room.wait()
        except TimeoutError:
            raise TooSlow from None
        self.at = asyncio.get_running_loop().time()
