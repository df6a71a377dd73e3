"""The time, as an argument."""

import time
from typing import Protocol


class Clock(Protocol):
    """Tells the time; tests hand in one that stands still."""

    def seconds(self) -> int:
        """Whole seconds since 1970-01-01 UTC."""

    def milliseconds(self) -> int:
        """Whole milliseconds since 1970-01-01 UTC."""


class SystemClock:
    """The clock of the machine."""

    def seconds(self) -> int:
        """Whole seconds since 1970-01-01 UTC."""
        return int(time.time())

    def milliseconds(self) -> int:
        """Whole milliseconds since 1970-01-01 UTC."""
        return time.time_ns() // 1_000_000
