"""SQLAlchemy's dialects, each imported when its database is asked: a server speaks one of them."""

from functools import cache
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

SQLITE = "sqlite"
POSTGRESQL = "postgresql"


@cache
def dialect(name: str, style: str = "pyformat") -> Dialect:
    """Give what compiles for a database; `style` is that of parameters on PostgreSQL.

    Raises KeyError for a database that is not ours.
    """
    if name == SQLITE:
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415 - see above

        return sqlite.dialect(paramstyle="named")
    if name == POSTGRESQL:
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415

        made: Dialect = postgresql.dialect(paramstyle=style)  # type: ignore[no-untyped-call]
        return made
    raise KeyError(name)


def insert(table: sa.Table, name: str) -> "postgresql.Insert | sqlite.Insert":
    """Begin an INSERT that can meet a row that is there. Raises KeyError as above."""
    if name == SQLITE:
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415

        return sqlite.insert(table)
    if name == POSTGRESQL:
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415

        return postgresql.insert(table)
    raise KeyError(name)
