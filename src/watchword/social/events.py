"""Facts about following, stars and watching."""

from dataclasses import dataclass

from watchword.kernel.events import Event
from watchword.kernel.ids import RepoId, UserId


@dataclass(frozen=True, slots=True)
class Followed(Event):
    """A person began to follow another."""

    name = "user.follow"
    user_id: UserId
    followed: UserId


@dataclass(frozen=True, slots=True)
class Unfollowed(Event):
    """A person follows another no longer."""

    name = "user.unfollow"
    user_id: UserId
    followed: UserId


@dataclass(frozen=True, slots=True)
class Starred(Event):
    """A person marked a repository with a star."""

    name = "repo.star"
    repository_id: RepoId
    starred_at: int


@dataclass(frozen=True, slots=True)
class Unstarred(Event):
    """A person took the star away."""

    name = "repo.unstar"
    repository_id: RepoId


@dataclass(frozen=True, slots=True)
class Watched(Event):
    """A person wants to be told of all that happens in a repository, or of nothing."""

    name = "repo.watch"
    repository_id: RepoId
    ignored: bool


@dataclass(frozen=True, slots=True)
class Unwatched(Event):
    """A person watches a repository no longer."""

    name = "repo.unwatch"
    repository_id: RepoId
