"""Lanes in which a queue is worked off: one of them looks for work, the others wait for it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import structlog
from msgspec import Struct

log = structlog.get_logger("watchword.queues")

T = TypeVar("T")

LOOK_EVERY = 1.0
"""Seconds between two looks at a queue in which nothing is due."""


class Lanes(Struct, Generic[T], frozen=True):
    """How a queue is worked off."""

    queue: str
    """What it is called in the log."""
    claim: Callable[[], Awaitable[T | None]]
    """Gives what is due first, and makes it ours; None: nothing is due."""
    do: Callable[[T], Awaitable[T | None]]
    """May give what is due next, claimed together with the end of this one: what is many comes in
    rows, and each transaction waits for the disk. None: it is to be looked for."""

    async def work_off(self, stop: asyncio.Event, lanes: int) -> None:
        """Do so many at a time until `stop` is set; ends when what was begun is done."""
        looking = asyncio.Lock()
        await asyncio.gather(*(self._lane(stop, looking) for _ in range(lanes)))

    async def _lane(self, stop: asyncio.Event, looking: asyncio.Lock) -> None:
        while not stop.is_set():
            try:
                async with looking:
                    if stop.is_set():
                        return
                    claimed = await self.claim()
                    if claimed is None:
                        # The others wait for their turn to look: an idle queue costs one look.
                        await pause(LOOK_EVERY, stop)
                        continue
                while claimed is not None:
                    claimed = await self.do(claimed)
            except Exception:
                # The database may be away for a while; the lease gives it to the next try.
                log.exception("queue.unreachable", queue=self.queue)
                await pause(LOOK_EVERY, stop)


async def pause(seconds: float, stop: asyncio.Event) -> None:
    """Sleep, but not past the stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
