"""What serving git takes, in one hand."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field

from watchword.git_process.hooks import Hooks
from watchword.git_process.layout import Layout
from watchword.git_process.presence import Presence
from watchword.git_process.ref_listing import RefListing
from watchword.git_process.runner import Runner
from watchword.git_process.settling import Settling
from watchword.git_process.waiting import Queue
from watchword.work.unit import Database

WAITING_BYTES = 16 * 1024
"""Bytes of a request that are read before it waits for its turn: the whole of nearly every fetch.

With what belongs to it a waiter then holds less than 64 KiB, and zlib's window of 40 where it came
packed; the HTTP server has read ahead a little more. Four times as many bytes came to three times
the memory (ADR 0011).
"""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that requests of git share in one process."""

    database: Database
    layout: Layout
    runner: Runner
    hooks: Hooks
    queue: Queue
    presence: Presence
    settling: Settling
    listing: RefListing = field(default_factory=RefListing)
    _background: set[asyncio.Task[None]] = field(default_factory=set)

    def begin(self, story: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Begin something that goes on when nobody waits for it any more."""
        task = asyncio.ensure_future(story)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task

    async def finish(self, seconds: float) -> None:
        """Wait for what was begun, at most so long."""
        if self._background:
            await asyncio.wait(self._background, timeout=seconds)
