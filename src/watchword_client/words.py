"""Times and lists in words."""

from datetime import UTC, datetime

DAY = 86_400


def day(seconds: int) -> str:
    """A moment, such as `2026-12-01 08:00 UTC`."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"


def length(seconds: int) -> str:
    """How long something lasts, in the largest unit that fits: `8 hours`."""
    for size, name in ((DAY, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size and seconds % size == 0:
            count = seconds // size
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{seconds} seconds"
