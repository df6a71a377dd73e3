"""Secrets as a type, the keyed hash under which they are kept, and sealing what is read again."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from watchword.kernel.entropy import Entropy

NONCE: Final = 12
"""Bytes of chance in front of each sealed secret (NIST SP 800-38D section 8.2.2)."""


class Unreadable(Exception):  # noqa: N818 - not a refusal: the operator took a key away
    """A sealed secret cannot be read with the keys that are there."""


class Secret(Struct, frozen=True):
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
        self._hashes: dict[tuple[str, str], Keyed] = {}
        self.current = current

    def __repr__(self) -> str:
        """Name the keys, never show them."""
        return f"KeyRing({', '.join(self._keys)})"

    def digest(self, purpose: str, secret: Secret) -> bytes:
        """Hash a secret with the current key (HMAC-SHA-256); `purpose` keeps uses apart."""
        return self._digest(self.current, purpose, secret)

    def digests(self, purpose: str, secret: Secret) -> tuple[bytes, ...]:
        """All hashes under which the secret may be stored, the current key's first."""
        return tuple([self._digest(key, purpose, secret) for key in self._keys])

    def seal(self, purpose: str, place: str, secret: Secret, entropy: Entropy) -> bytes:
        """Encrypt a secret that must be read again (AES-256-GCM), with the current key.

        `purpose` keeps uses apart; `place` says what it belongs to: elsewhere it cannot be read.
        """
        nonce = entropy(NONCE)
        sealed = self._cipher(self.current, purpose).encrypt(
            nonce, secret.text.encode(), place.encode()
        )
        return self.current.encode() + b"\0" + nonce + sealed

    def unseal(self, purpose: str, place: str, sealed: bytes) -> Secret:
        """Read what `seal` made. Raises Unreadable without its key, or for another place."""
        name, _, rest = sealed.partition(b"\0")
        if (key := name.decode("ascii", "replace")) not in self._keys:
            raise Unreadable
        cipher = self._cipher(key, purpose)
        try:
            plain = cipher.decrypt(rest[:NONCE], rest[NONCE:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise Unreadable from error
        return Secret(plain.decode())

    def _cipher(self, key: str, purpose: str) -> AESGCM:
        """A key of its own for each purpose, drawn from the key on file."""
        return AESGCM(hmac.digest(self._keys[key], b"seal\0" + purpose.encode(), "sha256"))

    def _digest(self, key: str, purpose: str, secret: Secret) -> bytes:
        keyed = self._hashes.get((key, purpose))
        if keyed is None:
            keyed = Keyed(self._keys[key], purpose.encode() + b"\0")
            self._hashes[key, purpose] = keyed
        return keyed.digest(secret.text.encode("utf-8", "surrogateescape"))


class Keyed:
    """HMAC-SHA-256 (RFC 2104) of texts that begin alike, under one key.

    What depends on the key and on the beginning alone is worked out once: each request needs one
    such hash.
    """

    def __init__(self, key: bytes, beginning: bytes) -> None:
        """Take the key, and what stands at the beginning of each text."""
        self._begun = hmac.new(key, beginning, "sha256")

    def digest(self, rest: bytes) -> bytes:
        """The hash of the text with that rest."""
        begun = self._begun.copy()
        begun.update(rest)
        return begun.digest()
