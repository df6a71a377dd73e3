"""How long a child that ended by itself stays down."""

FIRST = 0.1
LONGEST = 30.0
PROVEN = 60.0
"""Seconds after which a child counts as one that worked."""


def fails_after(fails: int, lived: float) -> int:
    """How many times in a row it failed, now that it ended after so many seconds."""
    return 1 if lived > PROVEN else fails + 1


def pause(fails: int) -> float:
    """Seconds until it is started again; for ever, but ever more rarely."""
    return float(min(LONGEST, FIRST * 2 ** min(fails, 20)))
