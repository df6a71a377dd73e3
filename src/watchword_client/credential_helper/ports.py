"""What a store does: it gives and takes all that is kept for one place."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from watchword_client.credential_helper.entry import Entry, Place


class Unusable(Exception):  # noqa: N818 - a state of the machine, told to the person in one line
    """The store cannot be used now; the text says why and holds no secret."""


class Store(Protocol):
    """Keeps entries, the newest first."""

    def read(self, place: Place) -> list[Entry]:
        """All that is kept for a place. Raises Unusable."""
        ...

    def write(self, place: Place, entries: Sequence[Entry]) -> None:
        """Keep just these for a place, whoever reads at the same time. Raises Unusable."""
        ...

    def changing(self) -> AbstractContextManager[None]:
        """Hold the store for reading and writing anew. Raises Unusable when that takes long."""
        ...

    def refreshing(self, place: Place) -> AbstractContextManager[None]:
        """Be the only one who refreshes what is kept for a place. Raises Unusable."""
        ...
