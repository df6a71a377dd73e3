"""What this slice needs of storage."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from watchword.kernel.ids import RepoId, ThreadId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.notifications.model import Choice, Notice, Subject, Thread
from watchword.repositories.model import Repository
from watchword.social.comments import ports as comments


class Sight(Struct, frozen=True):
    """Whose threads are meant, and which of them the credential may know of."""

    user: UserId
    public_only: bool = False
    """None of repositories that not everybody sees."""
    repository: Repository | None = None
    """Only those about that one."""
    of_repositories: bool = False
    """Only those about a repository."""


class ThreadListing(Struct, frozen=True):
    """Which threads are wanted; those that something happened to last come first."""

    unread: bool = True
    """Only what was not read."""
    participating: bool = False
    """Only what is about the person."""
    since: int | None = None
    before: int | None = None
    unread_first: bool = False


class ThreadStore(Protocol):
    """Threads. What somebody may not see of a repository any more is as if it was not there."""

    def page(self, sight: Sight, listing: ThreadListing, request: PageRequest) -> Page[Thread]:
        """A page of them; none that is done."""

    def changed_at(self, sight: Sight) -> int | None:
        """When the newest change of what that sight shows was, read or unread, done or not."""

    def has_unread(self, user: UserId) -> bool:
        """Whether there is something that was not read."""

    def find(self, user: UserId, thread: ThreadId) -> Thread | None:
        """Find one of that person."""

    def about(self, user: UserId, subject: Subject, key: str) -> Thread | None:
        """Find the one of that person about that thing."""

    def followers(self, repository: RepoId, key: str) -> Sequence[UserId]:
        """Who takes part in what is said about a commit, and did not let go; or chose to follow."""

    def put(self, user: UserId, notice: Notice, now: int, *, unread: bool = True) -> None:
        """Keep a notice in its thread, the thread in the inbox; a new one where there is none."""

    def mark(self, sight: Sight, until: int, now: int, *, read: bool = True) -> int:
        """Mark all as read, or unread, that nothing happened to later; gives how many."""

    def mark_one(self, thread: ThreadId, now: int) -> None:
        """Mark one as read."""

    def done(self, thread: ThreadId, now: int) -> None:
        """Put one out of the inbox until something happens to it."""

    def choose(self, thread: ThreadId, choice: Choice, now: int) -> None:
        """Keep what somebody chose for it."""

    def sweep(self, before: int, count: int) -> int:
        """Forget so many that were read, and had no news since that second; gives how many."""


class Work(comments.Work, Protocol):
    """A unit of work with threads in it."""

    @property
    def threads(self) -> ThreadStore:
        """Threads."""
