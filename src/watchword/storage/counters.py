"""Counters in SQL."""

from collections.abc import Mapping
from functools import cache

import sqlalchemy as sa

from watchword.storage.dialects import insert
from watchword.storage.tables.work import counters


@cache
def _adding(dialect: str) -> sa.Executable:
    """Make it once: a busy worker adds to a thousand counters each second."""
    new = insert(counters, dialect)
    return new.on_conflict_do_update(
        index_elements=[counters.c.bucket, counters.c.window],
        set_={"total": counters.c.total + new.excluded.total},
    ).returning(counters.c.bucket, counters.c.window, counters.c.total)


class SqlCounters:
    """Counters in fixed windows that all workers share."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def add(self, counts: Mapping[tuple[str, int], int]) -> Mapping[tuple[str, int], int]:
        """Add to counters, by bucket and window; gives their totals now."""
        add = _adding(self._connection.dialect.name)
        # In one order everywhere: two workers must not wait for each other in a ring.
        rows = [
            {"bucket": bucket, "window": window, "total": count}
            for (bucket, window), count in sorted(counts.items())
        ]
        # SQLAlchemy puts hundreds of rows into one statement.
        told = self._connection.execute(add, rows) if rows else ()
        return {(bucket, window): total for bucket, window, total in told}

    def totals(self, buckets: Mapping[str, int]) -> Mapping[str, int]:
        """The totals of buckets in the windows given, where there are any."""
        keys = sa.tuple_(counters.c.bucket, counters.c.window)
        found = sa.select(counters.c.bucket, counters.c.total).where(keys.in_(buckets.items()))
        return {row[0]: row[1] for row in self._connection.execute(found)}

    def sweep(self, window_before: int) -> None:
        """Forget counters of windows that are over."""
        self._connection.execute(sa.delete(counters).where(counters.c.window < window_before))
