"""A fact as it is told to those who watch, and which facts are wanted."""

from typing import Final

from msgspec import Struct

from watchword.audit.model import StoredEvent
from watchword.kernel.ids import RepoId, UserId
from watchword.repositories.model import Repository, Visibility

PARTS: Final = 100
"""More than a fact has: a push tells of 50 branches and 3 tags at most."""


class Happening(Struct, frozen=True):
    """A fact, who did it, and the repository as it is now, which the viewer may see."""

    event: StoredEvent
    actor: UserId
    repository: Repository
    part: int = 0
    """Which of the refs that a push tells of (ref_updates/told.py); each is told by itself."""

    @property
    def number(self) -> int:
        """Its own for ever, and larger than those of what was stored before."""
        return self.event.id * PARTS + self.part


class Feed(Struct, frozen=True, kw_only=True):
    """Which facts are wanted: one of the first three says whose."""

    received_by: UserId | None = None
    """Of what one watches, and of whom one follows; not one's own."""
    done_by: UserId | None = None
    repository: RepoId | None = None
    names: tuple[str, ...]
    viewer: UserId | None
    visibilities: frozenset[Visibility]
    since: int
    """Seconds since 1970."""
