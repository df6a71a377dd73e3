"""All repositories, to be read in a pool of threads: never on the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from watchword.contents.ports import Readable, Store
from watchword.git_process.layout import Layout
from watchword.git_process.objects import GitObjects
from watchword.kernel.errors import Busy, NotFound

R = TypeVar("R")

THREADS = 4
"""At a time: they share one interpreter, so more of them would only take turns."""
MOST_WAITING = 128


class GitShelf:
    """Opens repositories for one call each."""

    def __init__(self, layout: Layout, threads: int = THREADS, waiting: int = MOST_WAITING) -> None:
        """Read what lies in that layout."""
        self._layout = layout
        self._pool = ThreadPoolExecutor(threads, "contents")
        self._room = threads + waiting

    async def open(self, repository: Readable, fn: Callable[[Store], R]) -> R:
        """Run a function that reads, in a thread of the pool.

        Raises Busy when too many wait, NotFound when the folder went meanwhile, DamagedRepository
        when it is not as this server makes it, and what the function raises.
        """
        if self._room <= 0:
            raise Busy
        self._room -= 1
        loop = asyncio.get_running_loop()
        reading = loop.run_in_executor(self._pool, self._run, repository, fn)
        # The room is free when the thread is, also where nobody waits for its answer any more.
        reading.add_done_callback(self._leave)
        return await asyncio.shield(reading)

    def open_now(self, repository: Readable, fn: Callable[[Store], R]) -> R:
        """Run a function that reads, in the thread that asks. Raises as `open`, but never Busy."""
        return self._run(repository, fn)

    def now(self, repository: Readable, fn: Callable[[Store], R]) -> R:
        """Run a function that reads, in the thread that asks, which is none of the loop's own.

        Raises as `open` does, but for Busy.
        """
        return self._run(repository, fn)

    def close(self) -> None:
        """Let the threads end."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _leave(self, reading: asyncio.Future[R]) -> None:
        self._room += 1
        if not reading.cancelled():
            # Asked for, so that asyncio does not complain where nobody waits any more.
            reading.exception()

    def _run(self, repository: Readable, fn: Callable[[Store], R]) -> R:
        own, *beside = (self._folder(key) for key in (repository.key, *repository.beside))
        return fn(GitObjects(own, beside))

    def _folder(self, key: str) -> Path:
        if not self._layout.path(key).exists():
            raise NotFound
        return self._layout.checked(key)
