"""Large files that are sent wait for each other, so that small answers are sent between them.

The HTTP server sends all answers of a process in rounds, a piece of each: with a hundred large ones
under way a small one is late by as many pieces, several times. It does not say when a file has
left, so that is estimated; a client that takes longer keeps nobody waiting.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable
from contextlib import suppress

from watchword.surfaces.http_kit.asgi import Message, Send

LARGE = 256 * 1024
"""Bytes of a file that waits for others."""
AT_ONCE = 4
RATE = 400_000_000
"""Bytes a second that a process sends to clients that take them: 3.2 Gbit/s, less than it could."""
LONGEST = 0.1
"""Seconds for which a file counts, whatever its size: the longest are taken slowly anyway."""
PART = 206
"""The status of an answer that is a part of a file (RFC 9110 section 15.3.7)."""
PATIENCE = 10.0
"""Seconds after which a file begins in any case: proxies give up on silence after a minute.

Kept answers to fetches are left alone for three times as long after they were found.
"""


class Pacer:
    """Lets the large files of one process begin in the order of coming, a few at a time."""

    def __init__(self) -> None:
        """Begin with nothing under way."""
        self._line = asyncio.Lock()
        self._gone = deque([0.0] * AT_ONCE, AT_ONCE)
        """When each of the last ones will have left, in the monotonic clock's seconds."""

    async def turn(self, size: int) -> None:
        """Wait until so many bytes may be sent. Who is cancelled meanwhile counts for nobody."""
        if size <= LARGE:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE), self._line:
                await asyncio.sleep(self._gone[0] - time.monotonic())
        now = time.monotonic()
        self._gone.append(max(self._gone[-1], now) + min(size / RATE, LONGEST))

    def paced(self, send: Send) -> Send:
        """Give a `send` for one answer, by which the body of a file begins when it is its turn."""
        start: Message = {}
        is_begun = False

        def sent(message: Message) -> Awaitable[None]:
            nonlocal start, is_begun
            if message["type"] == "http.response.start":
                start = message
            elif not is_begun and _is_of_file(start, message):
                is_begun = True
                return self._in_turn(send, message, start)
            return send(message)

        return sent

    async def _in_turn(self, send: Send, message: Message, start: Message) -> None:
        length = next((value for name, value in start["headers"] if name == b"content-length"), 0)
        await self.turn(int(length))
        await send(message)


def _is_of_file(start: Message, message: Message) -> bool:
    """Whether that is a file, or a block of a part of one: nothing else is given in parts."""
    if message["type"] == "http.response.pathsend":
        return True
    return start["status"] == PART and "more_body" in message
