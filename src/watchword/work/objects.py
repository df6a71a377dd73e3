"""What is asked of the store for bytes that are no part of a repository."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Protocol

from msgspec import Struct


class Written(Struct, frozen=True):
    """What was stored."""

    size: int
    """In bytes."""
    sha256: str
    """In hexadecimal digits."""


class ObjectStore(Protocol):
    """Bytes under random names, each written once, whole or not at all."""

    async def put(self, key: str, blocks: AsyncIterator[bytes]) -> Written:
        """Store what comes; it is on the disk for good when this returns.

        Raises what the blocks raise, and leaves nothing behind then.
        """

    def path(self, key: str) -> Path:
        """Where the bytes of that name are."""

    def remove(self, key: str) -> None:
        """Remove them, if they are there. Blocks."""

    def keys(self) -> Iterator[tuple[str, int]]:
        """All names, each with the second since 1970 in which it was written. Blocks."""
