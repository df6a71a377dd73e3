"""From the bytes of `Authorization` to what was presented. No look-up happens here.

All carriages of GHES but the query string. Nothing at all is anonymous; anything that
cannot be read is a bad credential and never becomes anonymous.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from watchword.kernel.errors import BadCredential
from watchword.kernel.secret import Secret

LONGEST = 8_192
"""Bytes of a header that are looked at; anything longer is no credential (attack 19)."""
PLACEHOLDERS = frozenset({"", "x-oauth-basic"})
"""Passwords that say: the token is in the place of the user name."""


class Carriage(Enum):
    """How the secret came."""

    TOKEN = "token"
    BEARER = "bearer"
    PASSWORD = "basic"
    USERNAME = "basic, as user name"


@dataclass(frozen=True, slots=True)
class Presented:
    """A secret, and the user name that stood beside it."""

    secret: Secret
    carriage: Carriage
    username: str | None = field(default=None, repr=False)
    """Not shown either: people paste tokens and passwords into the wrong place."""


def parse(headers: Iterable[tuple[bytes, bytes]]) -> Presented | None:
    """Read what was presented; None for nobody in particular.

    `headers` are names in lower case and values, as ASGI gives them. Raises BadCredential for two
    headers, an unknown scheme, a scheme without a value, and whatever cannot be decoded.
    """
    values = [value for name, value in headers if name == b"authorization"]
    if not values:
        return None
    if len(values) > 1 or len(values[0]) > LONGEST:
        raise BadCredential
    text = values[0].strip()
    if not text:
        return None
    scheme, _, value = text.partition(b" ")
    value = value.strip()
    if not value:
        raise BadCredential
    match scheme.lower():
        case b"token":
            return Presented(_secret(value), Carriage.TOKEN)
        case b"bearer":
            return Presented(_secret(value), Carriage.BEARER)
        case b"basic":
            return _basic(value)
        case _:
            raise BadCredential


def _basic(value: bytes) -> Presented:
    """Read `user:password` (RFC 7617 section 2): the user name has no colon in it."""
    try:
        decoded = base64.b64decode(value, validate=True)
    except binascii.Error:
        raise BadCredential from None
    name, colon, password = decoded.partition(b":")
    if not colon or not name:
        raise BadCredential
    if (text := _secret(password) if password else Secret("")).text in PLACEHOLDERS:
        return Presented(_secret(name), Carriage.USERNAME)
    return Presented(text, Carriage.PASSWORD, _secret(name).text)


def _secret(value: bytes) -> Secret:
    try:
        return Secret(value.decode())
    except UnicodeDecodeError:
        raise BadCredential from None
