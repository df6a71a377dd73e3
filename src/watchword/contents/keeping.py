"""From objects that were written to objects on the disk."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import contents as table
from watchword.access.table import releases
from watchword.contents.drafts import NewObject
from watchword.contents.ports import Readable
from watchword.repositories.model import Repository
from watchword.repositories.service import must_be_live

WRITING = table.WRITING | releases.MOVING_REFS
"""The operations that let somebody write objects."""


class Writable(Struct, frozen=True):
    """A repository that the gate let somebody write: only a grant makes one (`writable`)."""

    repository: Repository

    @property
    def readable(self) -> Readable:
        """The same to be read."""
        return Readable(self.repository.key, self.repository.default_branch)


def writable(grant: Grant[Repository]) -> Writable:
    """Let what follows write objects, outside of the unit of work.

    Raises NotPermitted where the repository is archived.
    """
    if grant.operation not in WRITING:
        msg = f"grant for {grant.operation.name} used to write objects"
        raise AssertionError(msg)
    must_be_live(grant.target)
    return Writable(grant.target)


class Keeper(Protocol):
    """Puts objects on the disk for good. No ref leads to them by that."""

    async def keep(self, to: Writable, objects: Sequence[NewObject], account: str) -> None:
        """Keep them, checked by git as those of a push are; `account` is for whom the slot is.

        Raises Invalid when git finds fault with one of them, or with what it names; Busy.
        """
