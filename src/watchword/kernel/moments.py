"""`created:` of a search: a day or a moment, compared, or a range of them (GHES behaviour)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+ -]\d{2}:?\d{2})?", re.IGNORECASE
)
COMPARED: Final = re.compile(r"(?P<sign>[<>]=?)?(?P<at>.+)")
OPEN: Final = "*"


class Span(Struct, frozen=True):
    """From the first moment on, until before the second; in milliseconds since 1970."""

    since: int | None = None
    until: int | None = None


def span(text: str) -> Span | None:
    """Read it; None for what is no time."""
    if ".." in text:
        return _range(*text.split("..", 1))
    compared = COMPARED.fullmatch(text)
    whole = _whole(compared["at"]) if compared else None
    if compared is None or whole is None:
        return None
    begin, end = whole
    return {
        None: Span(begin, end),
        ">": Span(since=end),
        ">=": Span(since=begin),
        "<": Span(until=begin),
        "<=": Span(until=end),
    }[compared["sign"]]


def _range(first: str, last: str) -> Span | None:
    begin, end = _whole(first), _whole(last)
    if (begin is None and first != OPEN) or (end is None and last != OPEN):
        return None
    return Span(begin[0] if begin else None, end[1] if end else None)


def _whole(text: str) -> tuple[int, int] | None:
    """Beginning and end of the day, or of the second, that is named; UTC where no zone is."""
    if DAY.fullmatch(text):
        length = timedelta(days=1)
    elif MOMENT.fullmatch(text):
        length = timedelta(seconds=1)
    else:
        return None
    try:
        # A plus that nobody escaped in a query arrives as a blank.
        at = datetime.fromisoformat(text.replace(" ", "+").upper())
        begin = (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
    return int(begin * 1000), int((begin + length.total_seconds()) * 1000)
