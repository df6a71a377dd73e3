"""Contestants in turn: the order is reversed on each repeat, and ratios are of the same repeat."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.targets import Spread


@dataclass
class Clockwork:
    """How often everything is repeated, and when the whole run has to be over."""

    repeats: int
    until: float
    """On the monotonic clock, in seconds."""
    _share_ends: float = float("inf")

    def share_out(self, left: int) -> None:
        """Give the next of so many things its part of the time that is left.

        What one does not need goes to those after it.
        """
        now = time.monotonic()
        self._share_ends = now + max(self.until - now, 0) / left

    def is_over(self) -> bool:
        return time.monotonic() > min(self.until, self._share_ends)


@dataclass
class Series:
    """What each contestant measured, one value for each repeat, by the name of the quantity."""

    values: dict[str, list[dict[str, float]]] = field(default_factory=dict)

    def ratio(self, one: str, other: str, quantity: str) -> Spread | None:
        """One contestant over another; None where either did not measure the quantity."""
        pairs = zip(self.values[one], self.values[other], strict=True)
        ratios = [
            mine[quantity] / theirs[quantity]
            for mine, theirs in pairs
            if quantity in mine and theirs.get(quantity, 0) > 0
        ]
        return _spread(ratios)

    def own(self, one: str, quantity: str) -> Spread | None:
        """One contestant's own figures; None where it did not measure the quantity."""
        return _spread([repeat[quantity] for repeat in self.values[one] if quantity in repeat])


def _spread(values: list[float]) -> Spread | None:
    if not values:
        return None
    return Spread(statistics.median(values), min(values), max(values))


Measure = Callable[[], dict[str, float]]


def in_turn(contestants: Sequence[tuple[str, Measure]], clock: Clockwork) -> Series:
    """Let everybody measure once for each repeat, and once even where the time is over."""
    series = Series({name: [] for name, _ in contestants})
    for repeat in range(clock.repeats):
        if repeat and clock.is_over():
            break
        order = contestants if repeat % 2 == 0 else list(reversed(contestants))
        measured = {name: measure() for name, measure in order}
        for name, values in measured.items():
            series.values[name].append(values)
    return series
