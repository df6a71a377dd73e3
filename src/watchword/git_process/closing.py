"""The end of every change of refs: the row that says what git did, before anybody hears of it."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from watchword.git_process.parts import Parts
from watchword.git_process.unborn import adopt_branch
from watchword.kernel.errors import Busy
from watchword.kernel.events import Origin
from watchword.ref_updates.model import Command
from watchword.ref_updates.service import Opened, close_push
from watchword.work.unit import Work

TRIES = 100
PAUSE = 0.3
"""Seconds between two tries while too many wait to write."""


async def close(
    parts: Parts, opened: Opened, done: Sequence[Command], default_branch: str, origin: Origin
) -> None:
    """Close a push with what git did; the first branch of a repository becomes its default.

    Raises Busy when there was no turn to write for half a minute; the push is then settled later.
    """
    branch = await asyncio.to_thread(adopt_branch, parts.layout, opened.key, done, default_branch)

    def unit(work: Work) -> bool:
        return close_push(work, opened, done, branch)

    for _ in range(TRIES):
        with suppress(Busy):
            await parts.database.write(unit, origin)
            return
        await asyncio.sleep(PAUSE)
    raise Busy("The refs moved, and that could not be recorded yet.")
