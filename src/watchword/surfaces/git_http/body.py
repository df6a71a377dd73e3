"""What a client sends: inflated, bounded in size and in patience, read when there is room."""

import asyncio
import zlib
from collections import deque
from collections.abc import Awaitable, Callable

from msgspec import Struct

from watchword.kernel.errors import Malformed, TooLarge
from watchword.surfaces.git_http.ahead import SMALL, Ahead
from watchword.surfaces.git_http.connection import Connection
from watchword.surfaces.http_kit.asgi import Message, Receive
from watchword.surfaces.http_kit.body import ClientGone

BLOCK = 256 * 1024
"""Bytes that are inflated at a time."""
LONG = 256 * 1024
"""Bytes after which parts are asked for ahead, where that can be done."""
TOGETHER = 256 * 1024
"""Bytes that are given at a time where so many are there."""
GATHERING = 0.001
"""Seconds in which parts that were asked for ahead may come."""
GZIP = 16 + zlib.MAX_WBITS


class Patience(Struct, frozen=True):
    """How slow a client may be. Nothing here bounds a whole request: large pushes take long."""

    silence: float = 60.0
    """Seconds without a byte while we wait for some."""
    window: float = 120.0
    """Seconds of waiting within which at least `least` bytes must come."""
    least: int = 16 * 1024
    sending: float = 60.0
    """Seconds in which a block of the answer (256 KiB at most) must find its way."""


class TooSlow(ClientGone):
    """The client is there, and takes or gives too little."""


class Body:
    """The body of one request."""

    def __init__(
        self,
        receive: Receive,
        *,
        gzipped: bool,
        most: int,
        patience: Patience,
        announced: int | None = None,
        find_connection: Callable[[], Connection | None] | None = None,
    ) -> None:
        """Read at most `most` bytes, counted as they are after inflating.

        `announced`: how many come, before inflating; None: nobody said so. A long body is asked
        for ahead where its connection is found; then `close` must be called.
        """
        self._ahead = Ahead(receive)
        self._find_connection = find_connection
        self._announced = announced
        self._inflate = zlib.decompressobj(GZIP) if gzipped else None
        self._left = most
        self._step = BLOCK
        self._patience = patience
        self._held: deque[bytes] = deque()
        self._waited = 0.0
        self._came = 0
        self._total = 0
        self._more = False
        """Whether there is something to inflate without another part."""
        self._ended = asyncio.Event()

    async def read(self) -> bytes:
        """The next block; nothing at the end.

        Raises ClientGone, TooSlow, TooLarge, and Malformed for what cannot be inflated.
        """
        if self._held:
            return self._held.popleft()
        while not self._ended.is_set() or self._more:
            if block := await self._next():
                self._left -= len(block)
                if self._left < 0:
                    raise TooLarge("The request is larger than this server takes.")
                return block
        return b""

    async def head(self, size: int) -> tuple[bytes, bool]:
        """Wait for `size` bytes or for the end; whether the end was reached.

        `read` gives the same bytes again.
        """
        parts: list[bytes] = []
        length = 0
        # What is held for a while is not inflated further than it was asked for.
        self._step = size
        while length < size and (block := await self.read()):
            parts.append(block)
            length += len(block)
        self._step = BLOCK
        self._held.extend(parts)
        whole = length < size
        return b"".join(parts), whole

    def skip(self) -> None:
        """Expect no body."""
        self._ended.set()

    async def client_gone(self) -> None:
        """Wait until the client has gone. Before the end of the body `read` tells of that."""
        await self._ended.wait()
        await self._ahead.client_gone()

    def close(self) -> None:
        """Let go of the connection. To be called when the answer has ended."""
        self._ahead.close()

    async def _next(self) -> bytes:
        if self._inflate is None:
            return await self._part()
        return self._inflated(b"" if self._more else await self._part())

    def _inflated(self, part: bytes) -> bytes:
        inflate = self._inflate
        assert inflate is not None
        try:
            block = inflate.decompress(inflate.unconsumed_tail + part, self._step)
        except zlib.error as error:
            raise Malformed("The request is not what gzip writes.") from error
        self._more = bool(inflate.unconsumed_tail) or len(block) == self._step
        over = self._ended.is_set() and not self._more
        if inflate.unused_data or (over and not inflate.eof):
            raise Malformed("The request does not end where gzip ends.")
        return block

    async def _part(self) -> bytes:
        """The next part as it came, with those after it that are there already."""
        asked = self._ahead.next()
        part = self._taken(await self._waited_for(asked))
        if self._find_connection is not None:
            self._go_ahead(len(part), asked)
        elif self._ahead.connection is not None and not self._ended.is_set():
            parts, size = [part], len(part)
            # What is not waited for comes without waking us.
            await asyncio.sleep(GATHERING)
            while size < TOGETHER and (message := self._ahead.ready()) is not None:
                parts.append(self._taken(message))
                size += len(parts[-1])
                if self._ended.is_set():
                    break
            part = b"".join(parts)
        self._pace(len(part))
        return part

    async def _waited_for(self, asked: Awaitable[Message]) -> Message:
        """What the server hands over. Time counts only while we wait for the client."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            async with asyncio.timeout(self._patience.silence):
                message = await asked
        except TimeoutError:
            raise TooSlow from None
        self._waited += loop.time() - begun
        return message

    def _taken(self, message: Message) -> bytes:
        """The bytes of a message."""
        if message["type"] == "http.disconnect":
            raise ClientGone
        part: bytes = message.get("body", b"")
        self._total += len(part)
        # The server tells of the end by one more message. With all that was announced there, we
        # need not wait for it: each message takes two threads to come.
        if not message.get("more_body", False) or self._total == self._announced:
            self._ended.set()
        self._ahead.came(len(part), more=not self._ended.is_set())
        return part

    def _go_ahead(self, came: int, asked: Awaitable[Message]) -> None:
        """Ask for parts ahead from now on, if this body is long and comes in small ones.

        That is for servers that begin when they are asked, and hand over a future.
        """
        if self._total > LONG and came <= SMALL and not self._ended.is_set():
            find, self._find_connection = self._find_connection, None
            if find is not None and asyncio.isfuture(asked):
                self._ahead.connection = find()

    def _pace(self, came: int) -> None:
        self._came += came
        if self._waited > self._patience.window:
            if self._came < self._patience.least and not self._ended.is_set():
                raise TooSlow
            self._waited, self._came = 0.0, 0
