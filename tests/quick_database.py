"""Makes a database of a small world quick: it is opened for each test anew, and thrown away.

Each engine compiles each statement once, and a test opens three engines: without this most of what
a small test costs is the same SQL, compiled again, and waiting for a disk.
"""

from functools import cache

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.util import LRUCache

STATEMENTS = 5_000
SQLITE = "pysqlite"


@cache
def _shared() -> tuple[dict[str, Dialect], LRUCache]:
    return {}, LRUCache(STATEMENTS)


def make_quick(database: object) -> None:
    """Let it use the statements of the databases before it, and survive no loss of power."""
    dialects, statements = _shared()
    for engine in (one for one in vars(database).values() if isinstance(one, sa.Engine)):
        driver = engine.dialect.driver
        if driver == SQLITE:
            event.listen(engine, "connect", _without_waiting_for_the_disk)
        if driver not in dialects:
            # The first connection tells a dialect which version of the database it talks to.
            engine.connect().close()
        engine.dialect = dialects.setdefault(driver, engine.dialect)
        engine._compiled_cache = statements


def _without_waiting_for_the_disk(connection, _record) -> None:
    connection.execute("PRAGMA synchronous=OFF")
