"""The shape that this release works with, and the one that a database has.

Without Alembic, whose import takes as long as a third of all others: each process asks this, and
only the one that migrates needs more.
"""

from pathlib import Path

import sqlalchemy as sa

from watchword.storage import postgresql_engine, sqlite
from watchword.storage.database import SQLITE, kind_of, path_of

HERE = Path(__file__).parent
HEAD = max(file.name[1:5] for file in (HERE / "versions").glob("v????_*.py"))
"""The revision of the schema that this release works with: the newest, by name of the files."""


class NotMigrated(Exception):  # noqa: N818 - says what the state is
    """The database could not be brought to HEAD, and is as before; the text says why."""


def revision(url: str) -> str | None:
    """The revision of a database; None for an empty one or none at all."""
    if kind_of(url) == SQLITE and not path_of(url).exists():
        return None
    engine = engine_of(url)
    try:
        with engine.connect() as connection, connection.begin():
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            found = sa.select(sa.text("version_num")).select_from(sa.text("alembic_version"))
            told: str | None = connection.execute(found).scalar()
            return told
    finally:
        engine.dispose()


def engine_of(url: str) -> sa.Engine:
    """An engine for work on the schema itself, with one connection; its owner disposes of it."""
    if kind_of(url) == SQLITE:
        # A batch change with foreign keys on would delete the rows of child tables.
        return sqlite.engine(path_of(url), read_only=False, size=1, foreign_keys=False)
    return postgresql_engine.engine(url, size=1)
