"""What reading the log needs of storage."""

from collections.abc import Sequence
from typing import Protocol

from watchword.audit.feed_model import Feed, Happening
from watchword.audit.model import Log, Position, StoredEvent, Stretch
from watchword.audit.phrase import Phrase
from watchword.kernel.ids import EventId
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories import ports as repositories


class EventStore(Protocol):
    """Facts, in the order in which they were stored."""

    def by_id(self, event: EventId) -> StoredEvent | None:
        """Find a fact by its number."""

    def latest(self, count: int, *, name: str | None = None) -> Sequence[StoredEvent]:
        """The newest facts, the newest first; of one name where that is given."""


class LogStore(Protocol):
    """The same facts as a log that is searched."""

    def search(
        self, log: Log, phrase: Phrase, beyond: Position | None, *, ascending: bool, size: int
    ) -> Stretch:
        """Find up to `size` entries of a log beyond a position, the oldest or the newest first."""


class FeedStore(Protocol):
    """The same facts as those are told of them who could see them happen."""

    def page(self, feed: Feed, most: int, part: PageRequest) -> Page[Happening]:
        """A part of the newest of them, of which there are so many at most."""


class Work(repositories.Work, Protocol):
    """A unit of work with the log in it."""

    @property
    def events(self) -> EventStore:
        """Facts that were stored."""

    @property
    def log(self) -> LogStore:
        """The log."""

    @property
    def feeds(self) -> FeedStore:
        """What happened of late."""
