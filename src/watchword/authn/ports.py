"""What telling who asks needs of storage."""

from collections.abc import Mapping
from typing import Protocol

from watchword.tokens import ports as tokens


class CounterStore(Protocol):
    """Counters in fixed windows that all workers share."""

    def add(self, counts: Mapping[tuple[str, int], int]) -> Mapping[tuple[str, int], int]:
        """Add to counters, by bucket and window; gives their totals now."""

    def totals(self, buckets: Mapping[str, int]) -> Mapping[str, int]:
        """The totals of buckets in the windows given, where there are any."""

    def sweep(self, window_before: int) -> None:
        """Forget counters of windows that are over."""


class Work(tokens.Work, Protocol):
    """A unit of work with counters in it."""

    @property
    def counters(self) -> CounterStore:
        """Counters."""
