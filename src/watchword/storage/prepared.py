"""Statements that each process compiles once and runs on the driver's cursor.

SQLAlchemy stays the one source of SQL for both databases; what is saved is its work per call, which
costs more than the look-up itself on the hottest paths. A test explains the plan of each statement
that is prepared here and refuses a scan.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa

from watchword.storage import dialects
from watchword.storage.once import once

Row: TypeAlias = Sequence[Any]
"""A row as a driver or SQLAlchemy gives it."""

REACHED = "watchword_reached"
PREPARED: list["Prepared"] = []


class Texts(dict[str, tuple[str, dict[str, Any]]]):
    """What a statement is for each database, by name: compiled when it is first asked for there.

    With it go the parameters that have a value in the statement itself.
    """

    def __init__(self, statement: sa.Select[Any]) -> None:
        """Begin with none."""
        super().__init__()
        self._statement = statement

    def __missing__(self, name: str) -> tuple[str, dict[str, Any]]:
        """Compile it; raises KeyError for a database that we do not know."""
        compiled = self._statement.compile(dialect=dialects.dialect(name))
        made = self[name] = str(compiled), _constants(compiled)
        return made


class Prepared:
    """One SELECT with named parameters."""

    def __init__(self, statement: sa.Select[Any]) -> None:
        """Keep it. A process compiles what it asks, and that is not all that there is."""
        self._statement = statement
        self._texts = Texts(statement)
        PREPARED.append(self)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Their names, as the embedded database is given them."""
        compiled = self._statement.compile(dialect=dialects.dialect(dialects.SQLITE))
        return tuple(sorted(compiled.params))

    def sql(self, dialect: str) -> str:
        """The text for a database, "sqlite" or "postgresql"."""
        return self._texts[dialect][0]

    def first(self, connection: sa.Connection, **parameters: object) -> Row | None:
        """Run it; give the first row, as the driver makes it."""
        driver, dialect = _reached(connection)
        if dialect == dialects.POSTGRESQL:
            return self._first_on_postgresql(driver, parameters)
        text, constants = self._texts[dialect]
        if constants:
            parameters = {**constants, **parameters}
        found: Row | None = driver.execute(text, parameters).fetchone()
        return found

    def _first_on_postgresql(self, driver: Any, parameters: dict[str, object]) -> Row | None:
        """The same. No text that is kept holds a NUL, and one to compare with is an error there."""
        for asked in parameters.values():
            if isinstance(asked, str) and "\0" in asked:
                return None
        text, names, constants = self._numbered
        given = {**constants, **parameters}
        found: Row | None = driver.first(text, [given[name] for name in names])
        return found

    @once
    def _numbered(self) -> tuple[str, Sequence[str], dict[str, Any]]:
        """The text for PostgreSQL's own protocol, which parameter is at which number, constants."""
        numbered = dialects.dialect(dialects.POSTGRESQL, "numeric_dollar")
        compiled: Any = self._statement.compile(dialect=numbered)
        return str(compiled), tuple(compiled.positiontup), _constants(compiled)


def _constants(compiled: sa.Compiled) -> dict[str, Any]:
    """Parameters that have a value in the statement itself."""
    return {name: value for name, value in compiled.params.items() if value is not None}


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
