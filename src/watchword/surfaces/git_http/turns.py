"""Turns: what a crowd of git requests asks of the loop is done piece by piece.

A hundred who come at once would otherwise be let in, or be sent their answers, in one round of the
loop, and whoever asks for something small would wait for all of them. A turn is a short piece of
work on the loop; nobody holds one, so nobody can keep others from theirs.

Large answers wait for each other too. The HTTP server sends all of a process in rounds, a piece of
each: with a hundred under way a small answer is late by as many pieces, several times. It does not
say when a file has left, so that is estimated; a client that takes longer keeps nobody waiting.
"""

import asyncio
import time
from collections import deque

PACE = 0.001
"""Seconds from one turn to the next: about what a turn takes, so the loop is free half the time."""
AT_ONCE = 8
"""Turns that were not taken are there later: so many do not wait for each other."""
LARGE = 256 * 1024
"""Bytes of an answer that waits for others."""
LARGE_AT_ONCE = 4
RATE = 400_000_000
"""Bytes a second that a process sends to clients that take them: 3.2 Gbit/s, less than it could."""
LONGEST = 0.1
"""Seconds for which an answer counts, whatever its size: the longest are taken slowly anyway."""
PATIENCE = 10.0
"""Seconds after which an answer begins in any case: proxies give up on silence after a minute.

Kept answers are left alone for three times as long after they were found.
"""


class Turns:
    """The turns of one process, in the order of coming."""

    def __init__(self, pace: float = PACE, at_once: int = AT_ONCE) -> None:
        """Give a turn every `pace` seconds, and at most `at_once` of them together."""
        self._pace = pace
        self._most = self._left = at_once
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._gone = deque([0.0] * LARGE_AT_ONCE, LARGE_AT_ONCE)

    async def to_send(self, size: int) -> None:
        """Wait until few enough large answers are under way to send one of that many bytes."""
        if size <= LARGE:
            return
        now = time.monotonic()
        wait = min(self._gone[0] - now, PATIENCE)
        self._gone.append(max(self._gone[-1], now) + min(size / RATE, LONGEST))
        if wait > 0:
            await asyncio.sleep(wait)

    async def next(self) -> None:
        """Wait for a turn: not at all, unless many others had one just now."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            # Nobody gives turns on a loop that has ended.
            self._loop, self._left = loop, self._most
            self._waiting.clear()
        if self._left:
            self._left -= 1
            if not self._left:
                loop.call_later(self._pace, self._more, loop)
            return
        called = loop.create_future()
        self._waiting.append(called)
        await called

    def _more(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give the first who still waits their turn; once nobody does, a few are there again.

        Not by the clock: a round of the loop that takes long gives no more turns than another.
        """
        while self._waiting and self._waiting[0].done():
            self._waiting.popleft()
        if self._waiting:
            self._waiting.popleft().set_result(None)
            loop.call_later(self._pace, self._more, loop)
        else:
            self._left = self._most
