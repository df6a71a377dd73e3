"""PostgreSQL: serialisable transactions, tried again after a clash."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from watchword.kernel.errors import Busy, Refusal
from watchword.kernel.events import Origin
from watchword.kernel.words import N_
from watchword.storage.postgresql_engine import engine
from watchword.storage.postgresql_glances import LINES, Glances
from watchword.storage.unit_of_work import Surroundings, UnitOfWork

T = TypeVar("T")

READERS = 4
WRITERS = 4
"""Threads of a process; each has a connection while it is at work. Look-ups have more: `LINES`."""
TRIES = 8
LONGEST_QUEUE = 256
AGAIN = frozenset({"40001", "40P01"})
"""serialization_failure and deadlock_detected (PostgreSQL, appendix A)."""

READING: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_WRITING = "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE alembic_version IN {} MODE"
BESIDE_OTHERS: Final = _WRITING.format("ROW SHARE")
ALONE: Final = _WRITING.format("EXCLUSIVE")
"""How a write begins, in one round trip.

Writes beside others may clash. One that did is tried again alone: it waits until those before it
are through, and those behind it wait, so it succeeds. LOCK TABLE takes no snapshot (PostgreSQL,
"LOCK"): all that is read is read after the wait. Only migrations write to that table.
"""
CALMING = 8
"""So many writes of a process begin alone after a clash: what was fought over is in demand."""


class PostgresDatabase:
    """Units of work on PostgreSQL."""

    embedded = False

    def __init__(self, url: str, around: Surroundings) -> None:
        """Open a database that is migrated already."""
        self._around = around
        self._engine = engine(url, READERS + WRITERS, autocommit=True)
        self._readers = ThreadPoolExecutor(READERS, "db-read")
        self._writers = ThreadPoolExecutor(WRITERS, "db-write")
        self._glancing = engine(url, LINES, autocommit=True)
        self._glances = Glances(self._glancing)
        self._waiting = 0
        self._to_calm = 0
        """So many of the next writes begin alone."""

    async def glance(self, fn: Callable[[UnitOfWork], T], origin: Origin) -> T:
        """Run one or two indexed look-ups; the event loop has others' turns while they wait."""
        return await self._glances.run(
            lambda connection: fn(UnitOfWork(connection, self._around, origin))
        )

    def glance_now(self, fn: Callable[[UnitOfWork], T], origin: Origin) -> T:
        """The same as `glance`, blocking."""
        return self.read_now(fn, origin)

    def look_now(self, fn: Callable[[UnitOfWork], T]) -> T:
        """Run one look-up, blocking."""
        return self.read_now(fn, Origin())

    async def read(self, fn: Callable[[UnitOfWork], T], origin: Origin) -> T:
        """Run anything that only reads, in a thread, on one snapshot."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self.read_now, fn, origin)

    async def write(self, fn: Callable[[UnitOfWork], T | Refusal], origin: Origin) -> T:
        """Run a serialisable transaction; a client that goes away does not break it off."""
        if self._waiting >= LONGEST_QUEUE:
            raise Busy(N_("Too many changes at once. Try again in a few seconds."))
        self._waiting += 1
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._writers, lambda: self.write_now(fn, origin))
        running.add_done_callback(self._done)
        return await asyncio.shield(running)

    def read_now(self, fn: Callable[[UnitOfWork], T], origin: Origin) -> T:
        """The same as `read`, blocking."""
        with self._transaction(READING) as connection:
            return fn(UnitOfWork(connection, self._around, origin))

    def write_now(self, fn: Callable[[UnitOfWork], T | Refusal], origin: Origin) -> T:
        """The same as `write`, blocking. Raises Busy when it clashed on every try."""
        for attempt in range(TRIES):
            try:
                result = self._write_once(fn, origin, alone=attempt > 0 or self._is_to_calm())
            except (DBAPIError, psycopg.Error) as error:
                # Prepared statements run on the driver, whose errors come as they are.
                cause = error.orig if isinstance(error, DBAPIError) else error
                if getattr(cause, "sqlstate", None) not in AGAIN:
                    raise
                self._to_calm = CALMING
                if attempt:
                    # It clashed while it was alone: with a program that does not take turns.
                    chance = self._around.entropy(1)[0] / 255
                    time.sleep(chance * 0.002 * 2**attempt)
            else:
                if isinstance(result, Refusal):
                    raise result.error
                return result
        raise Busy(N_("Too many changes at once. Try again in a few seconds."))

    def close(self) -> None:
        """Let go of the connections."""
        self._readers.shutdown()
        self._writers.shutdown()
        self._glances.drop()
        self._glancing.dispose()
        self._engine.dispose()

    def _is_to_calm(self) -> bool:
        left = self._to_calm
        self._to_calm = max(0, left - 1)
        return left > 0

    def _write_once(
        self, fn: Callable[[UnitOfWork], T | Refusal], origin: Origin, *, alone: bool
    ) -> T | Refusal:
        with self._transaction(ALONE if alone else BESIDE_OTHERS) as connection:
            unit = UnitOfWork(connection, self._around, origin)
            result = fn(unit)
            unit.store_facts()
            return result

    @contextlib.contextmanager
    def _transaction(self, begin: str) -> Iterator[sa.Connection]:
        """Begin as told on a connection of the pool; commit, or roll back what raises."""
        connection = self._connected()
        try:
            if not self._begun(connection, begin):
                connection.close()
                connection = self._connected()
                _driver(connection).execute(begin, prepare=False)
            with connection.begin():
                yield connection
        finally:
            connection.close()

    def _begun(self, connection: sa.Connection, begin: str) -> bool:
        """Begin; False where the server has left this connection, which costs no ping to notice."""
        driver = _driver(connection)
        try:
            driver.execute(begin, prepare=False)
        except psycopg.OperationalError:
            if not driver.closed:
                raise
            # The others of the pool are no younger.
            connection.invalidate()
            self._engine.dispose()
            return False
        return True

    def _connected(self) -> sa.Connection:
        """Take a connection of the pool. Raises Busy when none comes free in time."""
        try:
            return self._engine.connect()
        except PoolTimeout as error:
            raise Busy(N_("The database is busy. Try again in a few seconds.")) from error

    def _done(self, running: "asyncio.Future[T]") -> None:
        self._waiting -= 1
        if not running.cancelled():
            # Marks an error as seen where the one who waited went away meanwhile.
            running.exception()


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection
