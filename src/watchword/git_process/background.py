"""What goes on when nobody waits for it any more."""

import asyncio
from collections.abc import Coroutine


class Background:
    """The stories that were begun in this process and are not over."""

    def __init__(self) -> None:
        """Begin with none."""
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, story: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Begin one more."""
        task = asyncio.ensure_future(story)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def finish(self, seconds: float) -> None:
        """Wait for those that were begun, at most so long."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
