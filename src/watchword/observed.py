"""What one process observed in memory, and writes in batches: uses of tokens, and counters."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from watchword.access.gate import require
from watchword.access.table import tokens as token_table
from watchword.accounts.model import SITE
from watchword.authn import resolve
from watchword.authn.counters import EXCHANGE_EVERY, Counters
from watchword.kernel.errors import Refused
from watchword.tokens import usage as token_usage
from watchword.tokens.ports import Used
from watchword.tokens.usage import FLUSH_EVERY, Usage
from watchword.work.unit import Database, Work

log = structlog.get_logger("watchword")


class Observed:
    """Writes it, again and again until it is told to stop."""

    def __init__(self, database: Database, usage: Usage, counters: Counters) -> None:
        """Write there what these hold."""
        self._database = database
        self._usage = usage
        self._counters = counters
        self._beats: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin."""
        self._beats = [
            asyncio.create_task(_every(FLUSH_EVERY, self.flush_usage)),
            asyncio.create_task(_every(EXCHANGE_EVERY, self.exchange_counters)),
        ]

    async def stop(self) -> None:
        """Write what was observed and not written yet."""
        for beat in self._beats:
            beat.cancel()
        await asyncio.gather(*self._beats, return_exceptions=True)
        try:
            with contextlib.suppress(Refused):
                await self.flush_usage()
                await self.exchange_counters()
        except Exception:
            # The database may be gone already; what was in memory is lost then, as docs say.
            log.exception("batch not written")

    async def flush_usage(self) -> None:
        """Write when tokens were last used."""
        actor = resolve.system()
        while batch := self._usage.take():

            def unit(work: Work, batch: list[Used] = batch) -> None:
                token_usage.write(work, require(actor, token_table.NOTE_USAGE, SITE), batch)

            try:
                await self._database.write(unit, actor.origin)
            except Exception:
                self._usage.put_back(batch)
                raise

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
