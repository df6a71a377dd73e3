"""Secrets as a type, and the keyed hash under which they are kept."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that must not be seen: its repr and str show nothing."""

    text: str

    def __repr__(self) -> str:
        """Show that there is one, not what it is."""
        return "Secret(…)"

    __str__ = __repr__

    @property
    def last_eight(self) -> str:
        """What lists may show of it (GHES behaviour)."""
        return self.text[-8:]

    @property
    def hashed(self) -> str:
        """Base64 of the plain SHA-256, as the audit log shows it (GHES behaviour)."""
        return base64.b64encode(hashlib.sha256(self.text.encode()).digest()).decode()


class KeyRing:
    """The keys under which secrets are hashed; they live outside the database.

    New hashes are made with the current key. Older keys stay valid for look-ups until the operator
    removes them, so a key can be rotated without killing what was hashed with the one before.
    """

    def __init__(self, keys: Mapping[str, bytes], current: str) -> None:
        """Take keys by id (each 32 bytes or more) and the id of the one that hashes from now on."""
        if current not in keys:
            msg = f"the current key {current!r} is not among the keys"
            raise ValueError(msg)
        self._keys = {current: keys[current], **keys}
        self.current = current

    def __repr__(self) -> str:
        """Name the keys, never show them."""
        return f"KeyRing({', '.join(self._keys)})"

    def digest(self, purpose: str, secret: Secret) -> bytes:
        """Hash a secret with the current key (HMAC-SHA-256); `purpose` keeps uses apart."""
        return self._digest(self.current, purpose, secret)

    def digests(self, purpose: str, secret: Secret) -> tuple[bytes, ...]:
        """All hashes under which the secret may be stored, the current key's first."""
        return tuple(self._digest(key, purpose, secret) for key in self._keys)

    def _digest(self, key: str, purpose: str, secret: Secret) -> bytes:
        text = purpose.encode() + b"\0" + secret.text.encode("utf-8", "surrogateescape")
        return hmac.digest(self._keys[key], text, "sha256")
