"""Statements that are compiled once and run on the driver's cursor.

SQLAlchemy stays the one source of SQL for both databases; what is saved is its work per call, which
costs more than the look-up itself on the hottest paths. A test explains the plan of each statement
that is prepared here and refuses a scan.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

from watchword.storage.once import once

Row: TypeAlias = Sequence[Any]
"""A row as a driver or SQLAlchemy gives it."""

REACHED = "watchword_reached"
PREPARED: list["Prepared"] = []

DIALECTS: dict[str, Dialect] = {
    "sqlite": sqlite.dialect(paramstyle="named"),
    "postgresql": postgresql.dialect(paramstyle="pyformat"),  # type: ignore[no-untyped-call]
}


class Texts(dict[str, str]):
    """What a statement is for each database, by name; most servers ever ask for one."""

    def __init__(self, statement: sa.Select[Any], sqlite: str) -> None:
        """Begin with the one that is known."""
        super().__init__(sqlite=sqlite)
        self._statement = statement

    def __missing__(self, name: str) -> str:
        """Compile it; raises KeyError for a database that we do not know."""
        text = self[name] = str(self._statement.compile(dialect=DIALECTS[name]))
        return text


NUMBERED: Dialect = postgresql.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]


class Prepared:
    """One SELECT with named parameters."""

    def __init__(self, statement: sa.Select[Any]) -> None:
        """Compile for the embedded database; for the other one when it is asked."""
        compiled = statement.compile(dialect=DIALECTS["sqlite"])
        self._statement = statement
        self._sql = Texts(statement, str(compiled))
        given = compiled.params
        self.parameters = tuple(sorted(given))
        self._constants = {name: value for name, value in given.items() if value is not None}
        PREPARED.append(self)

    def sql(self, dialect: str) -> str:
        """The text for a database, "sqlite" or "postgresql"."""
        return self._sql[dialect]

    def first(self, connection: sa.Connection, **parameters: object) -> Row | None:
        """Run it; give the first row, as the driver makes it.

        No text that is kept holds a NUL, and PostgreSQL takes none even to compare with: asking for
        one finds nothing.
        """
        for asked in parameters.values():
            if asked.__class__ is str and "\0" in asked:
                return None
        driver, dialect = _reached(connection)
        if self._constants:
            parameters = {**self._constants, **parameters}
        found: Row | None
        if dialect == "postgresql":
            text, names = self._numbered
            found = driver.first(text, [parameters[name] for name in names])
        else:
            found = driver.execute(self._sql[dialect], parameters).fetchone()
        return found

    @once
    def _numbered(self) -> tuple[str, Sequence[str]]:
        """The text for PostgreSQL's own protocol, and which parameter is at which number."""
        compiled: Any = self._statement.compile(dialect=NUMBERED)
        return str(compiled), tuple(compiled.positiontup)


def _reached(connection: sa.Connection) -> tuple[Any, str]:
    """The driver's connection below that of SQLAlchemy, and the name of its dialect.

    They are kept beside it: to ask for them costs a fifth of the look-up.
    """
    known: tuple[Any, str] | None = connection.__dict__.get(REACHED)
    if known is None:
        driver = connection.connection.driver_connection
        assert driver is not None
        known = connection.__dict__[REACHED] = driver, connection.dialect.name
    return known
