"""Stars and watches."""

from msgspec import Struct

from watchword.accounts.model import User


class Watch(Struct, frozen=True):
    """What somebody wants to be told of a repository."""

    ignored: bool
    """Nothing at all; otherwise everything."""
    since: int
    """Seconds since 1970."""


class Stargazer(Struct, frozen=True):
    """Somebody who marked a repository with a star."""

    user: User
    since: int
    """Seconds since 1970."""
