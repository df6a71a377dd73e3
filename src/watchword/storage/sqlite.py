"""SQLite over several processes: one writer at a time by a lock in the kernel."""

import asyncio
import contextlib
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event, pool
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from watchword.kernel.errors import Busy, Refusal
from watchword.kernel.events import Origin
from watchword.kernel.words import N_
from watchword.storage.unit_of_work import Surroundings, UnitOfWork

T = TypeVar("T")

READERS = 4
LONGEST_QUEUE = 256
"""Writes of one process that may wait for their turn."""
WAIT = 5.0
LOOP_WAIT = 0.1
"""Seconds that a connection waits for SQLite's own locks; the one on the event loop hardly."""
LOOP_CACHE = 32 * 1024
"""KiB of pages that the connection on the event loop keeps at most: the rows of tokens that are in
use lie far from each other, and what SQLite keeps by itself (2 MiB) holds some hundreds of them."""


def engine(
    path: Path, *, read_only: bool, size: int, wait: float = WAIT, foreign_keys: bool = True
) -> sa.Engine:
    """Open a pool of connections whose transactions we begin ourselves.

    Only writers run checkpoints, and they hold the turn: SQLite before 3.51.3 can corrupt a WAL
    database when a checkpoint and a writer of two processes meet.
    """
    made = sa.create_engine(
        f"sqlite:///{path}",
        poolclass=pool.QueuePool,
        pool_size=size,
        max_overflow=0,
        # Errors are logged, and parameters are people's notes, names and hashes.
        hide_parameters=True,
        pool_reset_on_return=None,
        connect_args={"timeout": wait, "cached_statements": 512, "check_same_thread": False},
    )

    @event.listens_for(made, "connect")
    def prepare(driver: Any, _record: object) -> None:
        # The driver must never begin or commit by itself.
        driver.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            f"foreign_keys={int(foreign_keys)}",
            f"wal_autocheckpoint={0 if read_only else 1000}",
            f"query_only={int(read_only)}",
        ):
            driver.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def begin(connection: sa.Connection) -> None:
        driver: Any = connection.connection.driver_connection
        # On the driver itself: SQLAlchemy's way costs more than the look-up that follows.
        driver.execute("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return made


class Turn:
    """Whose turn it is to write, among all threads and processes that share the file.

    flock queues in the kernel and is fair; SQLite's own wait sleeps and polls.
    """

    def __init__(self, database: Path) -> None:
        """Stand beside the database's file."""
        self._path = f"{database}.turn"

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the turn for the length of the block."""
        # A descriptor of its own for each holder: flock knows open files, not threads.
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)


class SqliteDatabase:
    """Units of work on SQLite."""

    embedded = True

    def __init__(self, path: Path, around: Surroundings) -> None:
        """Open a database that is migrated already."""
        self._around = around
        self._turn = Turn(path)
        self._reading = engine(path, read_only=True, size=READERS)
        self._looking = engine(path, read_only=True, size=1, wait=LOOP_WAIT)
        self._writing = engine(path, read_only=False, size=1)
        self._readers = ThreadPoolExecutor(READERS, "db-read")
        self._writer = ThreadPoolExecutor(1, "db-write")
        self._inline: sa.Connection | None = None
        self._below: Any = None
        """The driver's connection below that one."""
        self._looker: UnitOfWork | None = None
        """A unit in which nothing begins or ends."""
        self._waiting = 0

    async def glance(self, fn: Callable[[UnitOfWork], T], origin: Origin) -> T:
        """Run one or two indexed look-ups here, on the event loop."""
        return self.glance_now(fn, origin)

    def glance_now(self, fn: Callable[[UnitOfWork], T], origin: Origin) -> T:
        """The same as `glance`, without a coroutine around it."""
        inline = self._inline or self._open_inline()
        driver = self._below
        try:
            driver.execute("BEGIN")
            try:
                return fn(UnitOfWork(inline, self._around, origin))
            finally:
                # Kept ready by the driver, which its own commit() is not. After some errors SQLite
                # has ended the transaction by itself.
                if driver.in_transaction:
                    driver.execute("COMMIT")
        except (OperationalError, sqlite3.OperationalError) as error:
            _raise_busy(error)
            raise

    def look_now(self, fn: Callable[[UnitOfWork], T]) -> T:
        """Run one look-up here, which is a transaction by itself."""
        looking = self._looker
        if looking is None:
            inline = self._inline or self._open_inline()
            looking = self._looker = UnitOfWork(inline, self._around, Origin())
        try:
            return fn(looking)
        except (OperationalError, sqlite3.OperationalError) as error:
            _raise_busy(error)
            raise

    def _open_inline(self) -> sa.Connection:
        """Open the connection of the event loop.

        For SQLAlchemy it stays in one transaction for ever, and we begin and end them below it: its
        own way costs more than the look-ups between.
        """
        inline = self._looking.connect()
        with _busy():
            inline.begin()
        driver: Any = inline.connection.driver_connection
        driver.commit()
        driver.execute(f"PRAGMA cache_size={-LOOP_CACHE}")
        self._inline, self._below = inline, driver
        return inline

    async def read(self, fn: Callable[[UnitOfWork], T], origin: Origin) -> T:
        """Run anything that only reads, in a thread, on one snapshot."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self.read_now, fn, origin)

    async def write(self, fn: Callable[[UnitOfWork], T | Refusal], origin: Origin) -> T:
        """Run a transaction that writes; a client that goes away does not break it off."""
        if self._waiting >= LONGEST_QUEUE:
            raise Busy(N_("Too many changes at once. Try again in a few seconds."))
        self._waiting += 1
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._writer, lambda: self.write_now(fn, origin))
        running.add_done_callback(self._done)
        return await asyncio.shield(running)

    def read_now(self, fn: Callable[[UnitOfWork], T], origin: Origin) -> T:
        """The same as `read`, blocking."""
        with _busy(), self._reading.connect() as connection, connection.begin():
            return fn(UnitOfWork(connection, self._around, origin))

    def write_now(self, fn: Callable[[UnitOfWork], T | Refusal], origin: Origin) -> T:
        """The same as `write`, blocking."""
        with (
            self._turn.held(),
            _busy(),
            self._writing.connect() as connection,
            connection.begin(),
        ):
            unit = UnitOfWork(connection, self._around, origin)
            result = fn(unit)
            unit.store_facts()
        if isinstance(result, Refusal):
            raise result.error
        return result

    def close(self) -> None:
        """Let go of the file."""
        self._readers.shutdown()
        self._writer.shutdown()
        if self._inline is not None:
            self._inline.close()
        for one in (self._reading, self._looking, self._writing):
            one.dispose()

    def _done(self, running: "asyncio.Future[T]") -> None:
        self._waiting -= 1
        if not running.cancelled():
            # Marks an error as seen where the one who waited went away meanwhile.
            running.exception()


@contextlib.contextmanager
def _busy() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise Busy(N_("The database is busy. Try again in a few seconds.")) from error
    except (OperationalError, sqlite3.OperationalError) as error:
        _raise_busy(error)
        raise


def _raise_busy(error: Exception) -> None:
    """Raise Busy where it means that.

    BEGIN and prepared statements run on the driver, whose errors come as they are.
    """
    cause = error.orig if isinstance(error, OperationalError) else error
    if getattr(cause, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
        raise Busy(N_("The database is busy. Try again in a few seconds.")) from error
