"""Counts in fixed windows: this worker's own, plus the last total that all workers shared.

The error is at most what all workers count between two exchanges, one second (design: limits).
"""

from collections.abc import Mapping

from msgspec import Struct

from watchword.kernel.clock import Clock

EXCHANGE_EVERY = 1
"""Seconds between two exchanges."""
MOST = 100_000
"""Buckets in memory; past that, those of windows that are over are thrown away first."""


class _Count(Struct):
    window: int
    length: int
    shared: int = 0
    own: int = 0


class Counters:
    """The counts of one process."""

    def __init__(self, clock: Clock) -> None:
        """Begin with nothing counted."""
        self._clock = clock
        self._counts: dict[str, _Count] = {}

    def add(self, bucket: str, length: int, count: int = 1) -> int:
        """Count in the window of that length (seconds) that is now; gives the total."""
        entry = self._entry(bucket, length)
        entry.own += count
        return entry.shared + entry.own

    def spend(self, bucket: str, length: int, most: int) -> tuple[int, int]:
        """Count one in the present window of that length (seconds), unless there were `most`.

        Gives the total, which is above `most` where it was not counted, and when the window ends.
        """
        now = self._clock.seconds()
        entry = self._counts.get(bucket)
        if entry is None or not 0 <= now - entry.window < length:
            entry = self._entry(bucket, length)
        total = entry.shared + entry.own
        if total < most:
            entry.own += 1
        return total + 1, entry.window + length

    def total(self, bucket: str, length: int) -> int:
        """What was counted in the present window."""
        entry = self._counts.get(bucket)
        if entry is None or entry.window != self._window(length):
            return 0
        return entry.shared + entry.own

    def begun(self, length: int) -> int:
        """When the present window of that length began, in seconds since 1970."""
        return self._window(length)

    def hear(self, bucket: str, length: int, total: int) -> int:
        """Keep the total that all workers shared last; gives it with what is only here yet."""
        entry = self._entry(bucket, length)
        entry.shared = max(entry.shared, total)
        return entry.shared + entry.own

    def ends(self, length: int) -> int:
        """When the present window of that length ends, in seconds since 1970."""
        return self._window(length) + length

    def take(self) -> dict[tuple[str, int], int]:
        """What was counted since the last exchange, by bucket and window."""
        return {
            (bucket, entry.window): entry.own for bucket, entry in self._counts.items() if entry.own
        }

    def learn(
        self, sent: Mapping[tuple[str, int], int], totals: Mapping[tuple[str, int], int]
    ) -> None:
        """Keep the totals that came back for what was sent."""
        for (bucket, window), count in sent.items():
            entry = self._counts.get(bucket)
            if entry is not None and entry.window == window:
                entry.own -= count
                entry.shared = totals.get((bucket, window), entry.shared + count)

    def _entry(self, bucket: str, length: int) -> _Count:
        window = self._window(length)
        entry = self._counts.get(bucket)
        if entry is None or entry.window != window:
            if len(self._counts) >= MOST:
                self._tidy()
            entry = self._counts[bucket] = _Count(window, length)
        return entry

    def _window(self, length: int) -> int:
        now = self._clock.seconds()
        return now - now % length

    def _tidy(self) -> None:
        now = self._clock.seconds()
        live = {b: e for b, e in self._counts.items() if e.window + e.length > now}
        # A flood of new buckets must not eat the memory; forgetting counts errs on the open side.
        self._counts = live if len(live) < MOST else {}
