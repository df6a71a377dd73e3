"""What `doctor` asks of a database."""

import sqlite3
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.exc import DBAPIError

from watchword.storage import postgresql_engine, sqlite
from watchword.storage.database import SQLITE, kind_of, path_of

T = TypeVar("T")

MOST_COMPLAINTS = 5


class Diagnosis(Struct, frozen=True):
    """What a database says of itself."""

    product: str
    """Its name and version."""
    complaints: tuple[str, ...]
    """What it found damaged."""
    clock: int | None
    """Its own clock in seconds since 1970, where that is another machine's."""


class Unreachable(Exception):  # noqa: N818 - says what the state is
    """The database does not answer; the text is the driver's, without the password."""


def reach(url: str) -> None:
    """Make sure that the database answers, or is a file yet to be made. Raises Unreachable."""
    if kind_of(url) != SQLITE or path_of(url).exists():
        _asked(url, lambda connection: connection.scalar(sa.text("SELECT 1")))


def diagnose(url: str) -> Diagnosis:
    """Ask for the version, the clock, and for damage. Raises Unreachable."""
    return _asked(url, _of_sqlite if kind_of(url) == SQLITE else _of_postgresql)


def _asked(url: str, question: Callable[[sa.Connection], T]) -> T:
    if kind_of(url) == SQLITE:
        engine = sqlite.engine(path_of(url), read_only=True, size=1)
    else:
        engine = postgresql_engine.engine(url, size=1)
    try:
        with engine.connect() as connection, connection.begin():
            return question(connection)
    except DBAPIError as error:
        raise Unreachable(str(error.orig).strip()) from None
    except sqlite3.Error as error:
        # From the settings of a new connection, before SQLAlchemy looks at it.
        raise Unreachable(str(error)) from None
    finally:
        engine.dispose()


def _of_sqlite(connection: sa.Connection) -> Diagnosis:
    version = connection.scalar(sa.select(sa.func.sqlite_version()))
    rows = connection.exec_driver_sql(f"PRAGMA quick_check({MOST_COMPLAINTS})").scalars().all()
    complaints = tuple(str(row) for row in rows if row != "ok")
    return Diagnosis(f"SQLite {version}", complaints, None)


def _of_postgresql(connection: sa.Connection) -> Diagnosis:
    version = connection.scalar(sa.text("SHOW server_version"))
    now = connection.scalar(sa.select(sa.extract("epoch", sa.func.clock_timestamp())))
    return Diagnosis(f"PostgreSQL {version}", (), None if now is None else int(now))
