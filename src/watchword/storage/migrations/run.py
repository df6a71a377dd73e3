"""Runs the migrations, once, however many servers start at the same time."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from watchword.storage import postgresql, sqlite
from watchword.storage.database import SQLITE, kind_of, path_of

HERE = Path(__file__).parent
LOCK = 0x77617463
"""Any number that no other program uses with pg_advisory_xact_lock in the same database."""
KEPT_BACKUPS = 2


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return config


def _head() -> str:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        msg = "the migrations are missing from this installation"
        raise RuntimeError(msg)
    return head


HEAD = _head()
"""The revision of the schema that this release works with."""


class Unchecked(Exception):  # noqa: N818 - says what the state is
    """After migrating, rows point at rows that are not there; nothing was changed."""


def revision(url: str) -> str | None:
    """The revision of a database; None for an empty one or none at all."""
    if kind_of(url) == SQLITE and not path_of(url).exists():
        return None
    engine = _engine(url)
    try:
        with engine.connect() as connection, connection.begin():
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def migrate(url: str, backups: Path | None = None) -> None:
    """Bring a database to HEAD, in one transaction.

    A filled SQLite database is copied into `backups` first, of which two are kept. Raises Unchecked
    when the changed database contradicts itself; it is as before then.
    """
    if kind_of(url) == SQLITE:
        path = path_of(url)
        with sqlite.Turn(path).held():
            if backups is not None and revision(url) not in {None, HEAD}:
                _copy(url, backups)
            _upgrade(url)
    else:
        _upgrade(url)


def _engine(url: str) -> sa.Engine:
    if kind_of(url) == SQLITE:
        # A batch change with foreign keys on would delete the rows of child tables.
        return sqlite.engine(path_of(url), read_only=False, size=1, foreign_keys=False)
    return postgresql.engine(url, size=1)


def _upgrade(url: str) -> None:
    engine = _engine(url)
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
                    raise Unchecked(msg)
    finally:
        engine.dispose()


def _copy(url: str, backups: Path) -> None:
    backups.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = backups / f"watchword-{revision(url)}.db"
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    engine = _engine(url)
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
