"""The object store in a folder: a file is written beside its place and moved there when whole."""

import asyncio
import contextlib
import hashlib
import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final

from watchword.work.objects import Written

KEY: Final = re.compile(r"[0-9a-f]{32}")
PART: Final = ".part"


class LocalObjects:
    """Files below a folder, spread over 256 folders by their first two digits."""

    def __init__(self, root: Path) -> None:
        """Keep them below that folder, which is made with the first of them."""
        self._root = root

    async def put(self, key: str, blocks: AsyncIterator[bytes]) -> Written:
        """Store what comes; it is on the disk for good when this returns.

        Raises what the blocks raise, and leaves nothing behind then.
        """
        path = self.path(key)
        part = path.with_suffix(PART)
        digest, size = hashlib.sha256(), 0
        await asyncio.to_thread(path.parent.mkdir, mode=0o700, parents=True, exist_ok=True)
        try:
            with part.open("xb") as file:
                async for block in blocks:
                    size += len(block)
                    await asyncio.to_thread(_write, file.fileno(), digest, block)
                await asyncio.to_thread(os.fsync, file.fileno())
            await asyncio.to_thread(_settle, part, path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                part.unlink()
        return Written(size, digest.hexdigest())

    def path(self, key: str) -> Path:
        """Where the bytes of that name are."""
        if not KEY.fullmatch(key):
            msg = f"{key!r} is no name of this store"
            raise AssertionError(msg)
        return self._root / key[:2] / key

    def remove(self, key: str) -> None:
        """Remove them, if they are there, and what a crash left of them half written."""
        path = self.path(key)
        path.unlink(missing_ok=True)
        path.with_suffix(PART).unlink(missing_ok=True)

    def keys(self) -> Iterator[tuple[str, int]]:
        """All names, each with the second since 1970 in which it was written."""
        for path in self._root.glob("??/*"):
            with contextlib.suppress(FileNotFoundError):
                yield path.name.removesuffix(PART), int(path.stat().st_mtime)


def _write(descriptor: int, digest: "hashlib._Hash", block: bytes) -> None:
    digest.update(block)
    view = memoryview(block)
    while view:
        view = view[os.write(descriptor, view) :]


def _settle(part: Path, path: Path) -> None:
    """Give the file its name, for good (fsync(2) of the folder as well)."""
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
