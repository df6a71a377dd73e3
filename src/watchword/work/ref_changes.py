"""Changes of refs that no client of git asked for: the port behind which they are made."""

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.gists.model import Gist
from watchword.kernel.events import Origin
from watchword.ref_updates.model import Command
from watchword.repositories.model import Repository
from watchword.work.unit import Work


class Change(Struct, frozen=True):
    """Refs of one repository, and where they are to go: all of them or none."""

    repository: Repository | Gist
    commands: Sequence[Command]
    authorise: Callable[[Work], Grant[Repository]] | Callable[[Work], Grant[Gist]]
    """Asks the gate for an operation that moves refs, in the unit that opens the change."""
    origin: Origin
    """That of the actor."""


class RefMover(Protocol):
    """Moves refs to objects that are in the repository already."""

    async def update_refs(self, change: Change) -> None:
        """Move the refs. Begun, it is carried to its end, whether or not somebody waits for it.

        The objects must be on the disk for good. Raises Invalid for a name that is not allowed,
        Conflict when a ref stands elsewhere than its command says, Busy, and what the gate raises.
        """
