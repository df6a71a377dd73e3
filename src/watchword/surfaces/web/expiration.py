"""The Expiration drop-down: 7, 30, 60, 90 days, a day of one's own, or none; 30 days at first."""

from datetime import UTC, date, datetime, time
from typing import Final

from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import N_
from watchword.surfaces.web.forms import Form
from watchword.surfaces.web.route import Asked

PRESETS: Final = ("7", "30", "60", "90")
"""Days, as GitHub's form offers them."""
CUSTOM: Final = "custom"
NEVER: Final = "none"
DEFAULT: Final = "30"
DAY: Final = 86_400
LATEST: Final = "9999-12-31"
"""The last day that clients can read."""
UNKNOWN: Final = N_("Choose an expiration.")
NO_DAY: Final = N_("Pick the day on which the token ends.")
PAST: Final = N_("Pick a day that is not over yet.")


def choices(asked: Asked) -> dict[str, object]:
    """Give what the form's templates need: the options with their dates, and the first day."""
    presets = [
        (days, asked.say("%(days)s days (%(date)s)", days=days, date=_told(asked, days)))
        for days in PRESETS
    ]
    others = [(CUSTOM, asked.say("Custom…")), (NEVER, asked.say("No expiration"))]
    earliest = datetime.fromtimestamp(asked.now, UTC).date().isoformat()
    return {"expirations": [*presets, *others], "earliest": earliest, "latest": LATEST}


def read(form: Form, now: int) -> int | None:
    """Read when the token ends, in seconds since 1970; None for never. Raises Invalid.

    A day of one's own counts to its end, in UTC.
    """
    choice = form.text("expiration")
    if choice == NEVER:
        return None
    if choice in PRESETS:
        return now + int(choice) * DAY
    if choice != CUSTOM:
        raise _invalid("expiration", UNKNOWN)
    try:
        day = date.fromisoformat(form.text("expires_on"))
    except ValueError as error:
        raise _invalid("expires_on", NO_DAY) from error
    ends = int(datetime.combine(day, time(23, 59, 59), UTC).timestamp())
    if ends <= now:
        raise _invalid("expires_on", PAST)
    return ends


def _told(asked: Asked, days: str) -> str:
    return asked.translator.weekday_date(asked.now + int(days) * DAY)


def _invalid(field: str, text: str) -> Invalid:
    return Invalid(FieldError("OauthAccess", field, "custom", text))
