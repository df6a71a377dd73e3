"""Facts about following, stars and watching."""

from watchword.kernel.events import Event
from watchword.kernel.ids import RepoId, UserId


class Followed(Event, frozen=True):
    """A person began to follow another."""

    name = "user.follow"
    user_id: UserId
    followed: UserId


class Unfollowed(Event, frozen=True):
    """A person follows another no longer."""

    name = "user.unfollow"
    user_id: UserId
    followed: UserId


class Starred(Event, frozen=True):
    """A person marked a repository with a star."""

    name = "repo.star"
    repository_id: RepoId
    starred_at: int


class Unstarred(Event, frozen=True):
    """A person took the star away."""

    name = "repo.unstar"
    repository_id: RepoId


class Watched(Event, frozen=True):
    """A person wants to be told of all that happens in a repository, or of nothing."""

    name = "repo.watch"
    repository_id: RepoId
    ignored: bool


class Unwatched(Event, frozen=True):
    """A person watches a repository no longer."""

    name = "repo.unwatch"
    repository_id: RepoId
