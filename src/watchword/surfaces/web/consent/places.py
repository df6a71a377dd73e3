"""Where the pages of consent are, and what the sign-in page learns from the way to them."""

from typing import Final
from urllib.parse import parse_qsl, urlsplit

AUTHORIZE: Final = "/login/oauth/authorize"
CANCEL: Final = "/login/oauth/cancel"
DEVICE: Final = "/login/device"
APPROVAL: Final = "/login/device/approval"
DENIAL: Final = "/login/device/denial"
MOST_FIELDS: Final = 50
LONGEST_LOGIN: Final = 40


def hinted_login(wanted: str) -> str:
    """Give the account that the application named, where that is the page to go back to."""
    parts = urlsplit(wanted)
    if parts.path != AUTHORIZE:
        return ""
    try:
        query = parse_qsl(parts.query, max_num_fields=MOST_FIELDS, errors="replace")
    except ValueError:
        return ""
    return dict(query).get("login", "")[:LONGEST_LOGIN]
