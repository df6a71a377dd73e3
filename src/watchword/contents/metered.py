"""A store that gives out only so much for one answer.

What a repository holds is made by others: each commit may have a tree of its own with 200,000
names. Searches through history read through this, and tell what they found when it ends.
"""

from collections.abc import Sequence

from watchword.contents.ports import Hunk, Store, Type
from watchword.kernel.errors import TooLarge

EACH = 512
"""Bytes that one object counts for beyond its own: looking it up."""


class Exhausted(TooLarge):
    """As much was read as this answer may take."""


class Metered:
    """Another store, up to a number of bytes."""

    def __init__(self, store: Store, most: int) -> None:
        """Read from that store until `most` bytes were read."""
        self._store = store
        self._left = most

    def size(self, name: str) -> tuple[Type, int]:
        """Type of an object, and its bytes. Raises NotFound, Exhausted."""
        self._take(EACH)
        return self._store.size(name)

    def read(self, name: str, most: int) -> tuple[Type, bytes]:
        """An object of at most that many bytes. Raises NotFound, TooLarge, Exhausted."""
        # The size is told without reading: what is too much is not read first.
        self._take(EACH + self._store.size(name)[1])
        return self._store.read(name, most)

    def complete(self, prefix: str) -> str | None:
        """The one object whose id begins like that; None when there is none, or several."""
        return self._store.complete(prefix)

    def ref(self, full_name: bytes) -> str | None:
        """The object that a ref stands on."""
        return self._store.ref(full_name)

    def refs(self, prefix: bytes, most: int) -> Sequence[tuple[bytes, str]]:
        """Refs whose full names begin like that and the objects they stand on, by name."""
        return self._store.refs(prefix, most)

    def hunks(self, before: bytes, after: bytes) -> Sequence[Hunk]:
        """The difference between two texts."""
        return self._store.hunks(before, after)

    def _take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Exhausted("This repository is too large for such a search. Clone it instead.")
