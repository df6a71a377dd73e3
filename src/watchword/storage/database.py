"""Opens the database that the settings name."""

from pathlib import Path

import sqlalchemy as sa

from watchword.storage.sqlite import SqliteDatabase
from watchword.storage.unit_of_work import Surroundings
from watchword.work.unit import Database

SQLITE = "sqlite"
POSTGRESQL = "postgresql"


def kind_of(url: str) -> str:
    """Which database a URL means. Raises ValueError for one that is not supported."""
    backend = sa.make_url(url).get_backend_name()
    if backend not in {SQLITE, POSTGRESQL}:
        msg = f"database_url must begin with sqlite:/// or postgresql://, not {backend}"
        raise ValueError(msg)
    return backend


def path_of(url: str) -> Path:
    """The file of an SQLite database."""
    name = sa.make_url(url).database
    if not name:
        msg = "an SQLite database needs a file: sqlite:////path/to/watchword.db"
        raise ValueError(msg)
    return Path(name)


def open_database(url: str, around: Surroundings) -> Database:
    """Open a migrated database, for units of work."""
    if kind_of(url) == SQLITE:
        return SqliteDatabase(path_of(url), around)
    # Whoever has SQLite need not wait for the other driver to be loaded.
    from watchword.storage.postgresql import PostgresDatabase  # noqa: PLC0415

    return PostgresDatabase(url, around)
