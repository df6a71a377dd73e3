"""A fact that was stored, and an entry of the log, which is the same with the names of its time."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from watchword.kernel.events import Origin
from watchword.kernel.ids import EventId, OrgId, RepoId, UserId


class StoredEvent(Struct, frozen=True):
    """A fact with its number, its moment (milliseconds since 1970) and who caused it."""

    id: EventId
    at_ms: int
    name: str
    origin: Origin
    body: Mapping[str, Any]


class Position(Struct, frozen=True, order=True):
    """A place between entries: they stand in the order of their moments, then of their numbers."""

    at_ms: int
    id: int


class Entry(Struct, frozen=True):
    """A fact as the log tells it."""

    event: StoredEvent
    actor_id: UserId | None = None
    user_id: UserId | None = None
    repository_id: RepoId | None = None
    org_id: OrgId | None = None
    actor: str | None = None
    user: str | None = None
    org: str | None = None
    repo: str | None = None
    """What each was called when it happened."""

    @property
    def position(self) -> Position:
        """Where it stands."""
        return Position(self.event.at_ms, self.event.id)


class Log(Struct, frozen=True):
    """Whose log: of an organization, of a person, or (neither) of the whole site."""

    org: OrgId | None = None
    person: UserId | None = None


class Stretch(Struct, frozen=True):
    """Entries in the order that was asked for, and where the search goes on; None at its end.

    A search stops after so many rows, found or not, so there may be fewer entries than were wanted.
    """

    entries: Sequence[Entry]
    more: Position | None
