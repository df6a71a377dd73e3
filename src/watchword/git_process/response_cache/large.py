"""Requests too large for everybody to be read whole before their turn: only a few at a time are."""

from collections.abc import Iterator
from contextlib import contextmanager

LARGEST = 256 * 1024
"""Bytes: some five thousand wants and haves."""
PLACES = 64


class LargeRequests:
    """Those of this process that are held in memory."""

    def __init__(self, places: int = PLACES) -> None:
        """Let so many be held at a time."""
        self._left = places

    @contextmanager
    def place(self, *, wanted: bool) -> Iterator[int]:
        """Take a place if one is wanted and free; gives how many bytes may be read ahead."""
        if not (wanted and self._left):
            yield 0
            return
        self._left -= 1
        try:
            yield LARGEST
        finally:
            self._left += 1
