"""When a token ends, as the operator writes it: 30d, 2027-01-31, none."""

import datetime as dt
import re

import click

DAY = 86_400
LONGEST_DAYS = 36_500


def read_expiry(text: str, now: int) -> int | None:
    """Give the moment in seconds since 1970; None for a token that never ends.

    A date means the end of that day, in UTC.
    """
    if text == "none":
        return None
    if days := re.fullmatch(r"([0-9]{1,5})d", text):
        if not 1 <= int(days[1]) <= LONGEST_DAYS:
            raise click.BadParameter(f"{text} is not between 1d and {LONGEST_DAYS}d.")
        return now + int(days[1]) * DAY
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("write days as 30d, a date as 2027-01-31, or none.") from None
    end = dt.datetime.combine(day, dt.time(23, 59, 59), dt.UTC)
    if (seconds := int(end.timestamp())) <= now:
        raise click.BadParameter(f"{text} is past.")
    return seconds


def written(seconds: int | None, otherwise: str) -> str:
    """Write a moment, to the minute."""
    if seconds is None:
        return otherwise
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%d %H:%M UTC")


def iso(seconds: int | None) -> str | None:
    """Write a moment as the API does."""
    if seconds is None:
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
