"""Cookies: their names, what they carry, and the changes that one response makes to them.

All are `__Host-` ones: the browser takes them over TLS only, for this host only, for all paths, so
no neighbour under the same domain can plant one (session fixation, attack 34).
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hmac import compare_digest
from typing import Final

from msgspec import Struct, field

from watchword.kernel.secret import KeyRing, Secret
from watchword.surfaces.web.rendering import NOTICE_KINDS, Notice

SESSION: Final = "__Host-watchword_session"
VISITOR: Final = "__Host-watchword_visitor"
"""Of somebody who is not signed in: binds the sign-in form to the browser (log-in CSRF)."""
LANGUAGE: Final = "__Host-watchword_language"
"""The language that was chosen where no account says one."""
LANGUAGE_LIFE: Final = 365 * 86_400
NOTICE: Final = "__Host-watchword_notice"
"""The sentence that the page after a redirect shows once."""
NOTICE_PURPOSE: Final = "web notice"
NOTICE_LIFE: Final = 60
LONGEST_NOTICE: Final = 600
"""Characters of a notice; what is longer is cut, since browsers drop cookies over 4 KiB."""


class Jar(Struct):
    """The cookies that a response sets or takes away."""

    _changes: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: str, *, life: int | None = None) -> None:
        """Set a cookie, for `life` seconds or until the browser is closed."""
        lasts = "" if life is None else f"; Max-Age={life}"
        self._changes[name] = f"{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{lasts}"

    def drop(self, name: str) -> None:
        """Take a cookie away."""
        self.put(name, "", life=0)

    def headers(self) -> Sequence[tuple[bytes, bytes]]:
        """Give the headers of the response."""
        return [(b"set-cookie", change.encode("ascii")) for change in self._changes.values()]


def pack_notice(notice: Notice, keys: KeyRing) -> str:
    """Write a notice as the value of a cookie, signed."""
    text = json.dumps([notice.kind, notice.text[:LONGEST_NOTICE]], ensure_ascii=False)
    packed = urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return f"{packed}.{_seal(keys.digest(NOTICE_PURPOSE, Secret(packed)))}"


def unpack_notice(value: str, keys: KeyRing) -> Notice | None:
    """Read a notice; None for what was not signed here."""
    packed, _, seal = value.partition(".")
    digests = keys.digests(NOTICE_PURPOSE, Secret(packed))
    if not any(compare_digest(_seal(digest).encode(), seal.encode()) for digest in digests):
        return None
    kind, text = json.loads(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return Notice(kind, text) if kind in NOTICE_KINDS else None


def _seal(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode().rstrip("=")
