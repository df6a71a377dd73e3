"""Git's credential protocol in bytes (git-credential(1)): `key=value` lines, nothing quoted.

Lines end at LF only; one CR before it belongs to the end. A value with any other control character
has no honest sender: git refuses to send one since CVE-2020-5260 and CVE-2024-52006, and a reader
that splits lines elsewhere can be talked into another host (CVE-2024-50338).
"""

from collections.abc import Iterable, Mapping
from typing import BinaryIO, Final

LONGEST: Final = 65_535
"""Bytes of a line that git promises to read and write."""
MOST: Final = 1_048_576
"""Bytes of a request: challenges of the server are in it, and it may send many."""
KNOWN: Final = frozenset(
    """protocol host path username password password_expiry_utc oauth_refresh_token ephemeral url
    watchword_client_id watchword_refresh_expiry_utc watchword_kept_until watchword_before
    watchword_timeout action""".split()
)
"""The attributes that are read; all others are looked at for their bytes only."""


class Malformed(Exception):  # noqa: N818 - says what is wrong with the bytes, and holds none of them
    """Bytes that no honest side of the protocol sends."""


def read(stream: BinaryIO) -> dict[str, str]:
    """Read one request, to its end. Raises Malformed."""
    data = stream.read(MOST + 1)
    if len(data) > MOST:
        raise Malformed("the request is too long")
    # Some senders end with an empty line, some with the end of file alone: git sends no more.
    return next(iter(blocks(data)), {})


def blocks(data: bytes) -> list[dict[str, str]]:
    """Split at empty lines and read each part. Raises Malformed."""
    found: list[dict[str, str]] = [{}]
    for line in data.split(b"\n"):
        bare = line.removesuffix(b"\r")
        if bare:
            _add(found[-1], bare)
        elif found[-1]:
            found.append({})
    return [block for block in found if block]


def write(attributes: Iterable[tuple[str, str]]) -> bytes:
    """Write lines. Raises Malformed for a value that would not stay on its own line."""
    lines = []
    for key, value in attributes:
        line = f"{key}={value}".encode()
        if _has_control(line) or len(line) >= LONGEST:
            raise Malformed(f"{key} does not fit on a line")
        lines.append(line + b"\n")
    return b"".join(lines)


def number(attributes: Mapping[str, str], key: str) -> int:
    """Seconds since 1970; 0 where there are none, or where it is no number (git does the same)."""
    text = attributes.get(key, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _add(block: dict[str, str], line: bytes) -> None:
    if len(line) >= LONGEST:
        raise Malformed("a line is too long")
    name, equals, value = line.partition(b"=")
    if not equals or not name:
        raise Malformed("a line is no key=value")
    key = name.decode("ascii", "replace")
    if key not in KNOWN:
        # Challenges of the server may hold a tabulator; nothing may hold another line.
        if b"\0" in line or b"\r" in line:
            raise Malformed("a line holds a control character")
        return
    if _has_control(line):
        raise Malformed("a line holds a control character")
    if key in block:
        raise Malformed(f"{key} is there twice")
    try:
        block[key] = value.decode()
    except UnicodeDecodeError as error:
        raise Malformed(f"{key} is not UTF-8") from error


def _has_control(line: bytes) -> bool:
    return any(byte < 32 or byte == 127 for byte in line)
