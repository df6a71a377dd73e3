"""What a row promises, and whether what was measured keeps the promise."""

import enum
import math
from dataclasses import dataclass

NAMES = {"cpu": "CPU", "wall": "wall time", "rate": "requests/s", "p99": "p99"}
"""How a quantity is called in a table; others by their own name."""
TOLERATED = 0.15
"""By how much a whole range may miss a target without a complaint: no run is like another."""


class Verdict(enum.Enum):
    """What a range says of a target."""

    MET = "yes"
    NEAR = "nearly"
    """The median misses it, the whole range does not miss it by more than is tolerated."""
    MISSED = "no"
    UNKNOWN = "not measured"


@dataclass(frozen=True)
class Spread:
    """The median of the repeats, with the smallest and the largest."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.least:.2f}-{self.most:.2f})"


@dataclass(frozen=True)
class Target:
    """A bound for one quantity: of its ratio to the peer, or of Watchword's own figure."""

    quantity: str
    limit: float
    unit: str = ""
    """Of Watchword's own figure; empty where the ratio to the peer is bounded."""
    at_least: bool = False
    is_count: bool = False
    """Whether it bounds Watchword's own count of something, in each repeat."""

    @property
    def is_ratio(self) -> bool:
        return not (self.unit or self.is_count)

    def bounds_ratio_of(self, quantity: str) -> bool:
        return self.is_ratio and self.quantity == quantity

    def __str__(self) -> str:
        number = f"{self.limit:.2f}" if self.is_ratio else f"{self.limit:g}"
        sign = "≥" if self.at_least else "≤"
        told = f"{NAMES.get(self.quantity, self.quantity)} {sign} {number} {self.unit}"
        return told.strip()

    def verdict(self, spread: Spread | None, tolerated: float = TOLERATED) -> Verdict:
        """Judge what was measured."""
        if spread is None:
            return Verdict.UNKNOWN
        if self.is_count:
            return Verdict.MISSED if spread.most > self.limit else Verdict.MET
        best = spread.most if self.at_least else spread.least
        if self._miss(best) > tolerated:
            return Verdict.MISSED
        return Verdict.MET if self._miss(spread.median) <= 0 else Verdict.NEAR

    def _miss(self, value: float) -> float:
        """By which part of itself the limit is missed; nothing or less where it is kept."""
        worse, better = (self.limit, value) if self.at_least else (value, self.limit)
        if worse <= better:
            return 0
        return worse / better - 1 if better > 0 else math.inf


@dataclass(frozen=True)
class Plan:
    """One thing to measure: its name for `--only`, and what it promises against which peer."""

    name: str
    targets: tuple[Target, ...] = ()
    against: str = ""
    """The peer whose row has the targets."""


def ratio(quantity: str, limit: float, *, at_least: bool = False) -> Target:
    """Bound Watchword's figure over the peer's."""
    return Target(quantity, limit, at_least=at_least)
