"""A token that came beside the login of another account: logged, not refused (attack 10)."""

import asyncio

import structlog

from watchword.authn.resolve import Caller
from watchword.kernel.clock import Clock
from watchword.kernel.ids import TokenId
from watchword.tokens.events import UsernameMismatch
from watchword.work.unit import Database, Work

log = structlog.get_logger("watchword.http")

AGAIN_AFTER = 3_600
"""Seconds after which the same pair is logged again."""
MOST = 10_000
"""Pairs that are remembered."""


class Mismatches:
    """Notes such pairs, each at most once an hour in one process: git asks three times a clone."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Write to that database, beside the requests."""
        self._database = database
        self._clock = clock
        self._seen: dict[tuple[TokenId, str], int] = {}
        self._writing: set[asyncio.Task[None]] = set()

    def note(self, caller: Caller, login: str) -> None:
        """Note that the caller's token came beside that login; does not wait."""
        assert caller.token is not None
        now = self._clock.seconds()
        pair = (caller.token.id, login)
        if self._seen.get(pair, 0) + AGAIN_AFTER > now:
            return
        if len(self._seen) >= MOST:
            self._seen.clear()
        self._seen[pair] = now
        fact = UsernameMismatch(caller.token.owner, caller.token.id, login)
        task = asyncio.create_task(self._write(caller, fact))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _write(self, caller: Caller, fact: UsernameMismatch) -> None:
        def unit(work: Work) -> None:
            work.record(fact)

        try:
            await self._database.write(unit, caller.actor.origin)
        except Exception:
            log.exception("user name beside a token not logged")
