"""What only time or an operator does to sign-ins, done to a running server's SQLite database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.running_server import PATIENCE, RunningServer
from watchword.storage.sqlite import Turn


def change(server: RunningServer, statement: str, *values: object) -> int:
    """Run one statement, in turn with the server's own; gives how many rows it changed."""
    path = server.data / "watchword.db"
    with Turn(path).held(), closing(sqlite3.connect(path, timeout=PATIENCE)) as database, database:
        return database.execute(statement, values).rowcount


@contextmanager
def device_flow_off(server: RunningServer, client_id: str) -> Iterator[None]:
    """An application that may not sign people in by code, for the length of the block."""
    server.command("admin", "app", "disable", client_id, "--device-flow")
    try:
        yield
    finally:
        server.command("admin", "app", "enable", client_id, "--device-flow")
