"""Stored facts in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa

from watchword.audit.model import StoredEvent
from watchword.kernel.events import Origin
from watchword.kernel.ids import EventId
from watchword.storage.prepared import Row
from watchword.storage.tables.work import events

EVENT = (events.c.id, events.c.at_ms, events.c.name, events.c.origin, events.c.body)


def event_of(row: Row) -> StoredEvent:
    """Read the columns of EVENT."""
    return StoredEvent(EventId(row[0]), row[1], row[2], Origin(**row[3]), row[4])


class SqlEvents:
    """Facts, in the order in which they were stored."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def by_id(self, event: EventId) -> StoredEvent | None:
        """Find a fact by its number."""
        row = self._connection.execute(sa.select(*EVENT).where(events.c.id == event)).first()
        return event_of(row) if row else None

    def latest(self, count: int, *, name: str | None = None) -> Sequence[StoredEvent]:
        """The newest facts, the newest first; of one name where that is given."""
        found = sa.select(*EVENT).order_by(events.c.id.desc()).limit(count)
        if name is not None:
            found = found.where(events.c.name == name)
        return [event_of(row) for row in self._connection.execute(found)]
