"""What this slice needs of storage."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from watchword.accounts.model import User
from watchword.kernel.ids import RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories import ports as repositories
from watchword.repositories.model import Repository
from watchword.repositories.watching import Watching
from watchword.social.model import Stargazer, Watch


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


class StarStore(Protocol):
    """Stars of repositories. The repositories tell how many; both change together."""

    def since(self, user: UserId, repositories: Sequence[RepoId]) -> Mapping[RepoId, int]:
        """When somebody marked each of these (seconds since 1970); those without star left out."""

    def add(self, user: UserId, repository: RepoId, now: int) -> bool:
        """Mark a repository; False when that is so already."""

    def remove(self, user: UserId, repository: RepoId) -> bool:
        """Take the star away; False when there is none."""

    def stargazers(
        self, repository: Repository, page: PageRequest, *, newest_first: bool = False
    ) -> Page[Stargazer]:
        """Who marked a repository, of those who may still know of it."""

    def forget(self, user: UserId, most: int) -> bool:
        """Take away so many of somebody's stars; whether there may be more."""


class WatchStore(Watching, Protocol):
    """Who watches repositories. The repositories tell how many; both change together."""

    def of(self, user: UserId, repositories: Sequence[RepoId]) -> Mapping[RepoId, Watch]:
        """What somebody chose for each of these; those without a choice left out."""

    def put(self, user: UserId, repository: RepoId, *, ignored: bool, now: int) -> bool:
        """Keep a choice, in the place of the one before; False when that was the same."""

    def remove(self, user: UserId, repository: RepoId) -> Watch | None:
        """Forget a choice; gives what it was."""

    def watchers(self, repository: Repository, page: PageRequest) -> Page[User]:
        """Who watches a repository, of those who may still know of it; the first one first."""

    def watchers_of(
        self, repository: Repository, after: UserId | None = None, most: int = 500
    ) -> Sequence[UserId]:
        """The numbers of those who are to be told what happens, the smallest first.

        So many of those after that number; everybody in it may know of the repository now.
        """

    def ignoring(self, repository: RepoId, users: Sequence[UserId]) -> frozenset[UserId]:
        """Those among some people who want to be told of nothing in it."""

    def forget(self, user: UserId, most: int) -> bool:
        """Forget so many of somebody's choices; whether there may be more."""

    def forget_blind_of(self, owner: UserId, after: RepoId | None, most: int) -> RepoId | None:
        """Forget stars and watches of those who may not know of repositories of an owner any more.

        In so many of those after that one; gives the last of them, None when there are no more.
        """


class Work(repositories.Work, Protocol):
    """A unit of work with follows, stars and watches in it."""

    @property
    def follows(self) -> FollowStore:
        """Who follows whom."""

    @property
    def stars(self) -> StarStore:
        """Stars of repositories."""

    @property
    def watches(self) -> WatchStore:
        """Who watches repositories."""
