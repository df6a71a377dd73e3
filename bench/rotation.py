"""Contestants in turn: the order is reversed on each repeat, and ratios are of the same repeat."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.running import Failed


@dataclass
class Clockwork:
    """How often everything is repeated, and when the whole run has to be over."""

    repeats: int
    until: float
    """On the monotonic clock, in seconds."""

    def is_over(self) -> bool:
        return time.monotonic() > self.until


@dataclass(frozen=True)
class Ratio:
    """The median of the repeats' ratios, with the smallest and the largest."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.least:.2f}-{self.most:.2f})"


@dataclass
class Series:
    """What each contestant measured, one value for each repeat, by the name of the quantity."""

    values: dict[str, list[dict[str, float]]] = field(default_factory=dict)

    def ratio(self, one: str, other: str, quantity: str) -> Ratio | None:
        """One contestant over another; None where either did not measure the quantity."""
        pairs = zip(self.values[one], self.values[other], strict=True)
        ratios = [
            mine[quantity] / theirs[quantity]
            for mine, theirs in pairs
            if quantity in mine and theirs.get(quantity, 0) > 0
        ]
        if not ratios:
            return None
        return Ratio(statistics.median(ratios), min(ratios), max(ratios))

    def median(self, one: str, quantity: str) -> float | None:
        measured = [repeat[quantity] for repeat in self.values[one] if quantity in repeat]
        return statistics.median(measured) if measured else None


Measure = Callable[[], dict[str, float]]


def in_turn(contestants: Sequence[tuple[str, Measure]], clock: Clockwork) -> Series:
    """Let everybody measure once for each repeat. Raises Failed where time allows not one."""
    series = Series({name: [] for name, _ in contestants})
    for repeat in range(clock.repeats):
        if clock.is_over():
            break
        order = contestants if repeat % 2 == 0 else list(reversed(contestants))
        measured = {name: measure() for name, measure in order}
        for name, values in measured.items():
            series.values[name].append(values)
    if not series.values[contestants[0][0]]:
        raise Failed("The time of the whole run is over: allow more with --minutes.")
    return series
