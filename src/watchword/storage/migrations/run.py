"""Runs the migrations, once, however many servers start at the same time."""

import sqlite3
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from watchword.storage import sqlite
from watchword.storage.database import SQLITE, kind_of, path_of
from watchword.storage.migrations.revisions import HEAD, HERE, NotMigrated, engine_of, revision

LOCK = 0x77617463
"""Any number that no other program uses with pg_advisory_xact_lock in the same database."""
KEPT_BACKUPS = 2


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return config


def migrate(url: str, backups: Path | None = None) -> None:
    """Bring a database to HEAD, in one transaction.

    A filled SQLite database is copied into `backups` first, of which two are kept. Raises
    NotMigrated: the disk is full, the file may not be written, or the changed database would
    contradict itself.
    """
    try:
        if kind_of(url) == SQLITE:
            path = path_of(url)
            with sqlite.Turn(path).held():
                if backups is not None and revision(url) not in {None, HEAD}:
                    _copy(url, backups)
                _upgrade(url)
        else:
            _upgrade(url)
    except (OSError, sqlite3.Error, DBAPIError) as error:
        raise NotMigrated(_cause(error)) from error


def _cause(error: BaseException) -> str:
    """What went wrong first: a full disk ends the transaction, so that later steps fail too."""
    while error.__context__ is not None:
        error = error.__context__
    return str(error.orig if isinstance(error, DBAPIError) else error).strip()


def _upgrade(url: str) -> None:
    engine = engine_of(url)
    try:
        with engine.connect() as connection, connection.begin():
            if connection.dialect.name != SQLITE:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if connection.dialect.name == SQLITE:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    msg = f"{len(broken)} rows point at rows that are not there"
                    raise NotMigrated(msg)
    finally:
        engine.dispose()


def _copy(url: str, backups: Path) -> None:
    backups.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = backups / f"watchword-{revision(url)}.db"
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    engine = engine_of(url)
    try:
        driver = engine.raw_connection()
        # Outside of any transaction: SQLite copies a database only so.
        driver.cursor().execute("VACUUM INTO ?", (str(unfinished),))
        driver.close()
    finally:
        engine.dispose()
    unfinished.chmod(0o600)
    unfinished.replace(target)
    kept = sorted(backups.glob("watchword-*.db"), key=lambda file: file.stat().st_mtime)
    for old in kept[:-KEPT_BACKUPS]:
        old.unlink()
