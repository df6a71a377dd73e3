"""What is still to be done about facts."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from watchword.audit.model import StoredEvent
from watchword.kernel import work
from watchword.kernel.ids import JobId

MOST_TRIES = 12


class Job(Struct, frozen=True):
    """One listener to be called about one fact, on lease."""

    id: JobId
    listener: str
    tries: int
    """Counts this one. A job is finished only by who holds that try."""
    event: StoredEvent


class FailedJob(Struct, frozen=True):
    """A job that used up its tries."""

    id: JobId
    listener: str
    tries: int
    error: str


class JobStore(Protocol):
    """The queue."""

    def is_due(self) -> bool:
        """Whether a job is due: one look-up, for whoever asks again and again."""

    def claim(self, lease: int) -> Job | None:
        """Take the job that is due first, for so many seconds; another try begins with it."""

    def finish(self, job: Job) -> bool:
        """Take a job off the queue; False when somebody else holds it by now."""

    def fail(self, job: Job, error: str, again_in: int) -> None:
        """Put a job back for later (seconds), or for good after the last try."""

    def given_up(self) -> Sequence[FailedJob]:
        """Jobs that used up their tries."""


class Work(work.Work, Protocol):
    """A unit of work with the queue in it."""

    @property
    def jobs(self) -> JobStore:
        """The queue."""
