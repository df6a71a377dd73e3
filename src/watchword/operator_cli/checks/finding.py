"""One thing that a check found."""

from enum import Enum

from msgspec import Struct


class Level(Enum):
    """How bad it is. The value is what stands before the finding."""

    GOOD = "ok"
    DOUBTFUL = "warn"
    BAD = "FAIL"


class Finding(Struct, frozen=True):
    """What was found, and what to do about it."""

    level: Level
    what: str
    advice: str = ""


def good(what: str) -> Finding:
    """All is well."""
    return Finding(Level.GOOD, what)


def doubtful(what: str, advice: str) -> Finding:
    """It works, but somebody should look."""
    return Finding(Level.DOUBTFUL, what, advice)


def bad(what: str, advice: str) -> Finding:
    """Something does not work, or is not safe."""
    return Finding(Level.BAD, what, advice)
