"""Turns: what a crowd of git requests asks of the loop is done piece by piece.

A hundred who come at once would otherwise be let in, or be sent their answers, in one round of the
loop, and whoever asks for something small would wait for all of them. A turn is a short piece of
work on the loop; nobody holds one, so nobody can keep others from theirs.
"""

import asyncio
from collections import deque

PACE = 0.001
"""Seconds from one turn to the next: about what a turn takes, so the loop is free half the time."""
AT_ONCE = 8
"""Turns that were not taken are there later: so many do not wait for each other."""


class Turns:
    """The turns of one process, in the order of coming."""

    def __init__(self, pace: float = PACE, at_once: int = AT_ONCE) -> None:
        """Give a turn every `pace` seconds, and at most `at_once` of them together."""
        self._pace = pace
        self._most = self._left = at_once
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None

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
