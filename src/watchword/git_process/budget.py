"""How much of the time work in the background may take."""

import threading

from watchword.kernel.clock import Clock

SAVED = 300.0
"""Seconds that are saved up at most: what may be spent at once after a quiet time."""


class Budget:
    """Seconds that come in evenly and are spent in one piece.

    What was begun is never broken off: it may spend more than there is, and then nothing begins
    until that has come in.
    """

    def __init__(self, clock: Clock, percent: int) -> None:
        """Let `percent` of the time be spent; 0 for none at all."""
        self._clock = clock
        self._rate = percent / 100
        self._left = SAVED if percent else 0.0
        self._counted = clock.milliseconds()
        self._lock = threading.Lock()

    def left(self) -> float:
        """Seconds that may be spent now; none, or fewer than none, where one has to wait."""
        with self._lock:
            now = self._clock.milliseconds()
            # A clock that was put back gives nothing, and takes nothing away.
            come = max(0, now - self._counted) / 1000 * self._rate
            self._counted = now
            self._left = min(SAVED, self._left + come)
            return self._left

    def spend(self, seconds: float) -> None:
        """Take away what was spent."""
        with self._lock:
            self._left -= seconds
