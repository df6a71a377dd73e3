"""Pools of connections to PostgreSQL."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event


def engine(url: str, size: int, *, autocommit: bool = False) -> sa.Engine:
    """Open a pool of connections; with `autocommit` those who use them begin transactions."""
    full = sa.make_url(url).set(drivername="postgresql+psycopg")
    made = sa.create_engine(
        full,
        pool_size=size,
        max_overflow=0,
        # Errors are logged, and parameters are people's notes, names and hashes.
        hide_parameters=True,
        connect_args={"autocommit": autocommit, "client_encoding": "utf8"},
    )

    @event.listens_for(made, "do_connect")
    def connect(
        _dialect: object, _record: object, args: tuple[Any, ...], more: dict[str, Any]
    ) -> Any:
        # Whoever has SQLite need not wait for the other driver to be loaded.
        from watchword.storage.postgresql_connection import Connection  # noqa: PLC0415

        return Connection.connect(*args, **more)

    return made
