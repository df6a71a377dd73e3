"""Takes jobs off the queue by lease, one after the other, and does what is to be done regularly."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import structlog
from msgspec import Struct

from watchword.audit.model import StoredEvent
from watchword.jobs.pauses import before_round, before_try
from watchword.kernel.entropy import Entropy
from watchword.kernel.events import Origin
from watchword.work.jobs import Job
from watchword.work.lanes import Lanes, pause
from watchword.work.unit import Database, Work

log = structlog.get_logger("watchword.jobs")

Listener: TypeAlias = Callable[[StoredEvent], None]
"""Called in a thread, with the fact; its id is the key that makes a second call harmless."""

LEASE = 900
"""Seconds after which a job counts as abandoned by who took it."""
LONGEST_ERROR = 500
"""Characters of an error that are kept with a job."""


class Regular(Struct, frozen=True):
    """Something to be done every so many seconds; on each node, so it must bear company."""

    name: str
    every: int
    run: Callable[[], object]


class Runner:
    """Works on the queue until told to stop; never leaves a job half done of its own accord."""

    def __init__(
        self,
        database: Database,
        listeners: Mapping[str, Listener],
        regular: Sequence[Regular],
        origin: Origin,
        entropy: Entropy,
    ) -> None:
        """Take the functions by the names that `work/listeners.py` gives them."""
        self._database = database
        self._listeners = listeners
        self._regular = regular
        self._origin = origin
        self._entropy = entropy

    async def run(self, stop: asyncio.Event, lanes: int = 2) -> None:
        """Work in so many lanes until `stop` is set; ends when what was begun is done."""

        async def do(job: Job) -> Job | None:
            return await self._do(job, stop)

        await asyncio.gather(
            Lanes("jobs", self._due, do).work_off(stop, lanes),
            *(self._rounds(one, stop) for one in self._regular),
        )

    async def once(self) -> bool:
        """Do the job that is due first; False when none is."""
        job = await self._due()
        if job is None:
            return False
        await self._do(job)
        return True

    async def _due(self) -> Job | None:
        # Looked for without a turn to write: there is nothing to do nearly always.
        if not await self._database.glance(lambda work: work.jobs.is_due(), self._origin):
            return None
        return await self._database.write(lambda work: work.jobs.claim(LEASE), self._origin)

    async def _do(self, job: Job, stop: asyncio.Event | None = None) -> Job | None:
        """Do a job; in the unit that takes it off the queue, take the next one until told to stop.

        That is for who works the queue off; without a `stop` it is one job.
        """
        error = await self._attempt(job)
        later = before_try(job.tries, self._entropy) if error is not None else 0
        goes_on = stop is not None and not stop.is_set()

        def end(work: Work) -> Job | None:
            if error is None:
                work.jobs.finish(job)
            else:
                work.jobs.fail(job, error, later)
            return work.jobs.claim(LEASE) if goes_on else None

        return await self._database.write(end, self._origin)

    async def _attempt(self, job: Job) -> str | None:
        """Call the listener; gives what went wrong."""
        about = {"job": job.id, "listener": job.listener, "tries": job.tries}
        listener = self._listeners.get(job.listener)
        if listener is None:
            log.error("job.unknown", **about)
            return "this release has no such listener"
        try:
            await asyncio.to_thread(listener, job.event)
        except Exception as error:
            log.exception("job.failed", **about)
            return f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
        log.info("job.done", **about)
        return None

    async def _rounds(self, regular: Regular, stop: asyncio.Event) -> None:
        await pause(before_round(min(regular.every, 10), self._entropy), stop)
        while not stop.is_set():
            try:
                await asyncio.to_thread(regular.run)
            except Exception:
                log.exception("regular.failed", name=regular.name)
            await pause(before_round(regular.every, self._entropy), stop)
