"""Facts about following."""

from dataclasses import dataclass

from watchword.kernel.events import Event
from watchword.kernel.ids import UserId


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
