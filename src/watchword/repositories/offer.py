"""A repository that somebody else may have, if they want it."""

from typing import Final

from msgspec import Struct

from watchword.kernel.ids import RepoId, UserId

LIFE: Final = 86_400
"""Seconds within which an offer can be accepted (GHES behaviour)."""


class Offer(Struct, frozen=True):
    """Who may have a repository, from whom, and under which name."""

    repository: RepoId
    receiver: UserId
    giver: UserId
    name: str
    offered_at: int

    def is_over(self, now: int) -> bool:
        """Whether it is too old to be accepted."""
        return now >= self.offered_at + LIFE
