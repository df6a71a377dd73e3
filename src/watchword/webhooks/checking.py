"""What a webhook may be told to do, before it is kept."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import N_, filled
from watchword.webhooks import names
from watchword.webhooks.model import Level

RESOURCE: Final = "Hook"
"""GitHub's name for a webhook in its errors (GHES behaviour)."""
LONGEST_URL: Final = 2_048
LONGEST_SECRET: Final = 255
ADDRESS: Final = re.compile(r"https?://[!-~]+", re.IGNORECASE)
"""What can be seen of ASCII: no blank and no line break gets into a request (attack 57)."""
PLACES: Final = frozenset('\\<>"^`{|}')
"""Characters that no address has unescaped (RFC 3986 section 2); some readers take `\\` for `/`."""


def address(text: str) -> str:
    """Check where messages are to go. Raises Invalid."""
    url = text.strip()
    if not url:
        raise Invalid(FieldError(RESOURCE, "url", "missing_field"))
    if not _is_address(url):
        raise complaint(
            "url",
            N_(
                "URL must begin with https:// or http://, name a host, and hold neither a user "
                "name nor a password"
            ),
        )
    return url


def events(wanted: Iterable[str], level: Level) -> tuple[str, ...]:
    """Check what a webhook is to be told of; each name once, in order. Raises Invalid."""
    chosen = tuple(sorted(set(wanted)))
    unknown = [name for name in chosen if name not in names.possible(level)]
    if unknown:
        listed = ", ".join(f"“{name[:40]}”" for name in unknown[:5])
        raise complaint(
            "events", filled("There are no such events here: %(events)s", events=listed)
        )
    return (names.ALL,) if names.ALL in chosen else chosen


def secret(text: str | None) -> str | None:
    """Check what messages are to be signed with; None for no secret. Raises Invalid."""
    if text and (len(text) > LONGEST_SECRET or "\0" in text):
        raise complaint(
            "secret", filled("Secret must have at most %(most)s characters", most=LONGEST_SECRET)
        )
    return text or None


def complaint(field: str, text: str) -> Invalid:
    """Say what is wrong with a field."""
    return Invalid(FieldError(RESOURCE, field, "custom", text))


def host_of(url: str) -> str:
    """The host and port of an address, which is all that the log tells of it."""
    return urlsplit(url).netloc


def _is_address(url: str) -> bool:
    if len(url) > LONGEST_URL or not ADDRESS.fullmatch(url) or PLACES & set(url):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc and port != 0
