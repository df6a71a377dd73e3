"""A repository that somebody else may have, if they want it."""

from dataclasses import dataclass
from typing import Final

from watchword.kernel.ids import RepoId, UserId

LIFE: Final = 86_400
"""Seconds within which an offer can be accepted (GHES behaviour)."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Who may have a repository, from whom, and under which name."""

    repository: RepoId
    receiver: UserId
    giver: UserId
    name: str
    offered_at: int

    def is_over(self, now: int) -> bool:
        """Whether it is too old to be accepted."""
        return now >= self.offered_at + LIFE
