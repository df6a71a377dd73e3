"""Conditional requests: tags of answers, and when "not modified" is enough (RFC 9110, 13)."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256


def tag_of(body: bytes, reader: bytes) -> bytes:
    """The weak tag of an answer as that reader gets it.

    The reader is mixed in: a tag that one token was given says nothing to another (attack 63).
    """
    hashed = sha256(b"%b\0" % reader)
    # By itself: a list is half a megabyte, and would be copied.
    hashed.update(body)
    return b'W/"%s"' % hashed.hexdigest()[:32].encode()


def same_tag(if_none_match: bytes, tag: bytes) -> bool:
    """Whether one of the tags is that one, compared weakly (RFC 9110, 8.8.3.2 and 13.1.2)."""
    if if_none_match.strip() == b"*":
        return True
    opaque = tag.removeprefix(b"W/")
    return any(one.strip().removeprefix(b"W/") == opaque for one in if_none_match.split(b","))


@lru_cache(1_024)
def http_date(at: datetime) -> bytes:
    """Write a time as headers have it (RFC 9110, 5.6.7)."""
    return format_datetime(at.astimezone(UTC), usegmt=True).encode()


def unchanged_since(if_modified_since: bytes, changed: datetime) -> bool:
    """Whether nothing changed after that date; one that cannot be read is ignored (13.1.3)."""
    try:
        since = parsedate_to_datetime(if_modified_since.decode("ascii"))
    except (ValueError, UnicodeDecodeError, OverflowError):
        return False
    if since.tzinfo is None:
        return False
    return changed <= since
