"""A fact that was stored, and an entry of the log, which is the same with the names of its time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from watchword.kernel.events import Origin
from watchword.kernel.ids import EventId, OrgId, RepoId, UserId


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A fact with its number, its moment (milliseconds since 1970) and who caused it."""

    id: EventId
    at_ms: int
    name: str
    origin: Origin
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place between entries: they stand in the order of their moments, then of their numbers."""

    at_ms: int
    id: int


@dataclass(frozen=True, slots=True)
class Entry:
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


@dataclass(frozen=True, slots=True)
class Log:
    """Whose log: of an organization, of a person, or (neither) of the whole site."""

    org: OrgId | None = None
    person: UserId | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries in the order that was asked for, and where the search goes on; None at its end.

    A search stops after so many rows, found or not, so there may be fewer entries than were wanted.
    """

    entries: Sequence[Entry]
    more: Position | None
