"""Where a browser may be sent back to (RFC 6749 section 3.1.2, RFC 8252 sections 7 and 8.4).

The string must be a registered one. Of a loopback address only, the port is free and the spellings
`localhost`, `127.0.0.1` and `[::1]` stand for each other; an empty path is `/`.
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
# What has user information, a fragment, a backslash, a blank or anything odd is no match at all:
# whatever a browser would make of it, nothing is sent there (attack 24).
LOOPBACK_URI: Final = re.compile(
    r"http://(?P<host>localhost|127\.0\.0\.1|\[::1\])(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<path>/[A-Za-z0-9._~!$&'()*+,;=:/-]*)?"
)
ORIGIN: Final = re.compile(r"(https?://[A-Za-z0-9.\[\]:-]+)(?:[/?]|$)|([A-Za-z][A-Za-z0-9+.-]*:)")
LARGEST_PORT: Final = 65_535
LONGEST: Final = 2_048


def matches(registered: Sequence[str], given: str | None) -> str | None:
    """Tell where to send the browser: the very string that was given, if it may be.

    Without one it is the first registered address (GHES behaviour). None for what may not be.
    """
    if given is None:
        return registered[0] if registered else None
    if len(given) > LONGEST:
        return None
    if given in registered:
        return given
    loopback = _loopback_path(given)
    if loopback is not None and any(_loopback_path(one) == loopback for one in registered):
        return given
    return given if _with_path(given) in map(_with_path, registered) else None


def origin_of(uri: str) -> str:
    """Give scheme, host and port of an address, or `scheme:`; what `form-action` is to allow."""
    found = ORIGIN.match(uri)
    if found is None:
        msg = "a redirect address that was checked has a scheme"
        raise ValueError(msg)
    return found[1] or found[2]


def with_query(uri: str, **values: str | None) -> str:
    """Add to the query of an address (RFC 6749 section 4.1.2: what it has stays)."""
    query = urlencode({name: value for name, value in values.items() if value is not None})
    return f"{uri}{'&' if '?' in uri else '?'}{query}"


def is_loopback(uri: str) -> bool:
    """Whether an address is on the very machine that the browser runs on."""
    return _loopback_path(uri) is not None


def _loopback_path(uri: str) -> str | None:
    """The path of a loopback address; None for any other."""
    found = LOOPBACK_URI.fullmatch(uri)
    if found is None or int(found["port"] or 80) > LARGEST_PORT:
        return None
    return found["path"] or "/"


def _with_path(uri: str) -> str:
    """Spell out the path of a web address that has none; nothing else is made alike."""
    return f"{uri}/" if re.fullmatch(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?", uri) else uri
