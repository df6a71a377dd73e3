"""How much space repositories take on the disk, as it was measured last."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from watchword.kernel.ids import RepoId, UserId


class Footprint(Struct, frozen=True):
    """What all repositories of an account come to."""

    kibibytes: int
    collaborators: int
    """How many people work with those that are private; each counts once."""


class FootprintStore(Protocol):
    """Sizes."""

    def note(self, repository: RepoId, kibibytes: int) -> None:
        """Note the size of a repository; it is no change of the repository itself."""

    def unmeasured(self, most: int) -> Sequence[tuple[RepoId, str]]:
        """Numbers and folders of some that have content and were never measured."""

    def of_owner(self, owner: UserId) -> Footprint:
        """What those of an account come to."""
