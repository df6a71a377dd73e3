"""What one process observed in memory, and writes in batches: uses of tokens and keys, counters."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from watchword.authn import resolve
from watchword.authn.counters import EXCHANGE_EVERY, Counters
from watchword.kernel.errors import Refused
from watchword.tokens.usage import FLUSH_EVERY
from watchword.work.unit import Database
from watchword.work.usage import UsageBook

log = structlog.get_logger("watchword")


class Observed:
    """Writes it, again and again until it is told to stop."""

    def __init__(self, database: Database, usage: UsageBook, counters: Counters) -> None:
        """Write there what these hold."""
        self._database = database
        self._usage = usage
        self._counters = counters
        self._beats: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin."""
        self._beats = [
            asyncio.create_task(_every(FLUSH_EVERY, self._usage.flush)),
            asyncio.create_task(_every(EXCHANGE_EVERY, self.exchange_counters)),
        ]

    async def stop(self) -> None:
        """Write what was observed and not written yet."""
        for beat in self._beats:
            beat.cancel()
        await asyncio.gather(*self._beats, return_exceptions=True)
        try:
            with contextlib.suppress(Refused):
                await self._usage.flush()
                await self.exchange_counters()
        except Exception:
            # The database may be gone already; what was in memory is lost then, as docs say.
            log.exception("batch not written")

    async def exchange_counters(self) -> None:
        """Tell the other workers what was counted here, and learn the totals."""
        if sent := self._counters.take():
            origin = resolve.system().origin
            totals = await self._database.write(lambda work: work.counters.add(sent), origin)
            self._counters.learn(sent, totals)


async def _every(seconds: float, beat: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await beat()
        except Exception:
            # The next beat tries again with what is still in memory.
            log.exception("batch not written")
