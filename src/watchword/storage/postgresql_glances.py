"""Look-ups on the event loop: one round trip for each statement, no thread, no transaction."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from watchword.storage.postgresql_connection import Connection, in_turns

T = TypeVar("T")

LINES = 4
"""Connections of a process; who finds all of them in use waits for the next one."""
SETTINGS = "SET default_transaction_read_only = on; SET jit = off"


class _Line:
    """A connection on which each statement is a transaction of its own, which only reads."""

    def __init__(self, engine: sa.Engine) -> None:
        """Open it; this blocks."""
        self.connection = engine.connect()
        driver = self.connection.connection.driver_connection
        assert isinstance(driver, Connection)
        self._driver = driver
        driver.execute(SETTINGS, prepare=False)

    @property
    def is_down(self) -> bool:
        """Whether the server has left it, or it was given up in the middle of an answer."""
        return bool(self._driver.closed)

    def drop(self) -> None:
        """Let go of it."""
        with contextlib.suppress(DBAPIError):
            self.connection.invalidate()
            self.connection.close()


class Glances:
    """Lines that are kept open."""

    def __init__(self, engine: sa.Engine) -> None:
        """Take an engine with autocommit and room for so many lines; it is the owner's to close."""
        self._engine = engine
        self._free: list[_Line] = []
        self._room = asyncio.Semaphore(LINES)

    async def run(self, look: Callable[[sa.Connection], T]) -> T:
        """Call it with a connection; it may be called again where the server had left that one."""
        async with self._room:
            line = await self._line()
            try:
                return await self._over(line, look)
            except Exception:
                if not line.is_down:
                    raise
            # The others are no younger.
            self.drop()
            return await self._over(await self._line(), look)

    def drop(self) -> None:
        """Let go of all lines that nobody uses."""
        while self._free:
            self._free.pop().drop()

    async def _line(self) -> _Line:
        return self._free.pop() if self._free else await asyncio.to_thread(_Line, self._engine)

    async def _over(self, line: _Line, look: Callable[[sa.Connection], T]) -> T:
        try:
            return await in_turns(lambda: look(line.connection))
        finally:
            if line.is_down:
                line.drop()
            else:
                self._free.append(line)
