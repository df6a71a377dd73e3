"""What all tables share: names of constraints, and the type of numbers that grow."""

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

_PARTIAL: list[tuple[sa.Index, sa.ColumnElement[bool]]] = []

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite numbers rows by itself only where the column is an INTEGER; there it holds 64 bits."""


def number() -> sa.Column[int]:
    """The column that numbers a table's rows. A number is never used again."""
    return sa.Column("id", Big, primary_key=True, autoincrement=True)


def at(name: str, *, nullable: bool = True) -> sa.Column[int]:
    """A moment, in seconds since 1970."""
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def unique_where(where: sa.ColumnElement[bool], name: str, *columns: sa.Column[Any]) -> None:
    """Make columns unique among the rows of which that is true."""
    made = sa.Index(name, *columns, unique=True, sqlite_where=where)
    _PARTIAL.append((made, where))


def tell_postgresql() -> None:
    """Let indexes of some rows be that on PostgreSQL too, for who makes or compares tables.

    Told where they are made, it would import the dialect, a fortieth of all that a server imports.
    """
    for index, where in _PARTIAL:
        index.dialect_options["postgresql"]["where"] = where
