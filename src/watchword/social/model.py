"""Stars and watches."""

from dataclasses import dataclass

from watchword.accounts.model import User


@dataclass(frozen=True, slots=True)
class Watch:
    """What somebody wants to be told of a repository."""

    ignored: bool
    """Nothing at all; otherwise everything."""
    since: int
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Stargazer:
    """Somebody who marked a repository with a star."""

    user: User
    since: int
    """Seconds since 1970."""
