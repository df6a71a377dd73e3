"""What this slice needs of storage."""

from typing import Protocol

from watchword.accounts import ports as accounts
from watchword.accounts.model import User
from watchword.kernel.ids import UserId
from watchword.kernel.pagination import Page, PageRequest


class FollowStore(Protocol):
    """Who follows whom. The accounts tell how many; both change together."""

    def follows(self, follower: UserId, followed: UserId) -> bool:
        """Whether the first one follows the second one."""

    def add(self, follower: UserId, followed: UserId, now: int) -> bool:
        """Let the first one follow the second one; False when that is so already."""

    def remove(self, follower: UserId, followed: UserId) -> bool:
        """Let the first one follow no longer; False when that is so already."""

    def forget(self, user: UserId) -> None:
        """Let a person follow nobody, and be followed by nobody."""

    def followers(self, user: UserId, page: PageRequest) -> Page[User]:
        """Who follows a person, in the order in which they began."""

    def following(self, user: UserId, page: PageRequest) -> Page[User]:
        """Whom a person follows, in the order in which it began."""


class Work(accounts.Work, Protocol):
    """A unit of work with follows in it."""

    @property
    def follows(self) -> FollowStore:
        """Who follows whom."""
