"""PostgreSQL: serialisable transactions, tried again after a clash."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from watchword.kernel.errors import Busy, Refusal
from watchword.kernel.events import Origin
from watchword.kernel.words import N_
from watchword.storage.unit_of_work import Surroundings, UnitOfWork

T = TypeVar("T")

THREADS = 8
TRIES = 8
LONGEST_QUEUE = 256
AGAIN = frozenset({"40001", "40P01"})
"""serialization_failure and deadlock_detected (PostgreSQL, appendix A)."""


def engine(url: str, size: int = THREADS) -> sa.Engine:
    """Open a pool of connections."""
    full = sa.make_url(url).set(drivername="postgresql+psycopg")
    return sa.create_engine(
        full,
        pool_size=size,
        max_overflow=0,
        pool_pre_ping=True,
        # Errors are logged, and parameters are people's notes, names and hashes.
        hide_parameters=True,
    )


class PostgresDatabase:
    """Units of work on PostgreSQL."""

    embedded = False

    def __init__(self, url: str, around: Surroundings) -> None:
        """Open a database that is migrated already."""
        self._around = around
        self._engine = engine(url)
        self._reading = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._writing = self._engine.execution_options(isolation_level="SERIALIZABLE")
        self._threads = ThreadPoolExecutor(THREADS, "db")
        self._waiting = 0

    async def glance(self, fn: Callable[[UnitOfWork], T], origin: Origin) -> T:
        """Run one or two indexed look-ups; the server is across a socket, so in a thread."""
        return await self.read(fn, origin)

    def glance_now(self, fn: Callable[[UnitOfWork], T], origin: Origin) -> T:
        """The same as `glance`, blocking."""
        return self.read_now(fn, origin)

    async def read(self, fn: Callable[[UnitOfWork], T], origin: Origin) -> T:
        """Run anything that only reads, in a thread, on one snapshot."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self.read_now, fn, origin)

    async def write(self, fn: Callable[[UnitOfWork], T | Refusal], origin: Origin) -> T:
        """Run a serialisable transaction; a client that goes away does not break it off."""
        if self._waiting >= LONGEST_QUEUE:
            raise Busy(N_("Too many changes at once. Try again in a few seconds."))
        self._waiting += 1
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._threads, lambda: self.write_now(fn, origin))
        running.add_done_callback(self._done)
        return await asyncio.shield(running)

    def read_now(self, fn: Callable[[UnitOfWork], T], origin: Origin) -> T:
        """The same as `read`, blocking."""
        with _connected(self._reading) as connection, connection.begin():
            return fn(UnitOfWork(connection, self._around, origin))

    def write_now(self, fn: Callable[[UnitOfWork], T | Refusal], origin: Origin) -> T:
        """The same as `write`, blocking. Raises Busy when it clashed on every try."""
        for attempt in range(TRIES):
            try:
                result = self._write_once(fn, origin)
            except (DBAPIError, self._engine.dialect.loaded_dbapi.Error) as error:
                # Prepared statements run on the driver, whose errors come as they are. The driver
                # is loaded by its engine: who has SQLite need not wait for it.
                cause = error.orig if isinstance(error, DBAPIError) else error
                if getattr(cause, "sqlstate", None) not in AGAIN:
                    raise
                chance = self._around.entropy(1)[0] / 255
                time.sleep(chance * 0.002 * 2**attempt)
            else:
                if isinstance(result, Refusal):
                    raise result.error
                return result
        raise Busy(N_("Too many changes at once. Try again in a few seconds."))

    def close(self) -> None:
        """Let go of the connections."""
        self._threads.shutdown()
        self._engine.dispose()

    def _write_once(self, fn: Callable[[UnitOfWork], T | Refusal], origin: Origin) -> T | Refusal:
        with _connected(self._writing) as connection, connection.begin():
            unit = UnitOfWork(connection, self._around, origin)
            result = fn(unit)
            unit.store_facts()
            return result

    def _done(self, running: "asyncio.Future[T]") -> None:
        self._waiting -= 1
        if not running.cancelled():
            # Marks an error as seen where the one who waited went away meanwhile.
            running.exception()


def _connected(engine: sa.Engine) -> sa.Connection:
    """Take a connection of the pool. Raises Busy when none comes free in time."""
    try:
        return engine.connect()
    except PoolTimeout as error:
        raise Busy(N_("The database is busy. Try again in a few seconds.")) from error
