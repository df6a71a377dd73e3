"""Cursors: a position in a log, signed, so that only what was given out is taken back."""

import base64
import binascii
import hmac
import struct
from typing import Final

from watchword.audit.model import Log, Position
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.secret import KeyRing, Secret

PURPOSE: Final = "audit-cursor"
PLACE: Final = struct.Struct(">qq")
SIGNATURE: Final = 16
"""Bytes of the HMAC that are kept."""
LONGEST: Final = 64


def written(keys: KeyRing, log: Log, at: Position) -> str:
    """Write a position of a log down."""
    place = PLACE.pack(at.at_ms, at.id)
    return base64.urlsafe_b64encode(place + _sign(keys, log, place)[0]).decode()


def read(keys: KeyRing, log: Log, text: str, field: str) -> Position:
    """Read a position of that log. Raises Invalid, naming the field, for any other text."""
    try:
        told = base64.b64decode(text[:LONGEST].encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        told = b""
    place, signature = told[: PLACE.size], told[PLACE.size :]
    signed = len(place) == PLACE.size and any(
        hmac.compare_digest(signature, one) for one in _sign(keys, log, place)
    )
    if not signed:
        raise Invalid(FieldError("AuditLog", field, "invalid"))
    return Position(*PLACE.unpack(place))


def _sign(keys: KeyRing, log: Log, place: bytes) -> list[bytes]:
    """Under each key, the current one's first."""
    text = Secret(f"{log.org or 0}/{log.person or 0}/{place.hex()}")
    return [digest[:SIGNATURE] for digest in keys.digests(PURPOSE, text)]
