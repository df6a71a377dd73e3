"""Public keys as OpenSSH writes them: one line of type, base 64 and comment (RFC 4253, 6.6)."""

import base64
import binascii
import hashlib
import re
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from msgspec import Struct

from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import N_, filled

LONGEST: Final = 16_384
"""Characters of the whole line; RSA of 16384 bits takes less than a fifth of it."""
SHORTEST_RSA: Final = 2_048
LONGEST_RSA: Final = 16_384
"""Bits of the modulus."""
PLAIN: Final = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
)
ON_A_DEVICE: Final = ("sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com")
"""Security keys (OpenSSH, PROTOCOL.u2f); the line names the application that they are bound to."""
KINDS: Final = (*PLAIN, *ON_A_DEVICE)
BLANK: Final = re.compile(r"[ \t]+")

INVALID: Final = filled(
    "key is invalid. It must be one line that begins with %(kinds)s",
    kinds=", ".join(f"'{kind}'" for kind in KINDS),
)
OLD: Final = N_("key is invalid. DSA keys are too weak; make one of type ed25519")
SHORT: Final = filled(
    "key is invalid. RSA keys must have at least %(least)s bits", least=SHORTEST_RSA
)
LONG: Final = filled("key is invalid. RSA keys may have at most %(most)s bits", most=LONGEST_RSA)
PRIVATE: Final = N_(
    "key is invalid. That is a private key, which belongs on your machine only: treat it as leaked "
    "if it was sent to others, and add the file that ends in .pub"
)


class SshKey(Struct, frozen=True):
    """A public key that was read."""

    kind: str
    """As the line begins: `ssh-ed25519`."""
    blob: bytes
    """The key itself, in one spelling only, so that it can be told whether two are the same."""
    comment: str

    @property
    def text(self) -> str:
        """The line without comment, as GitHub gives keys back (GHES behaviour)."""
        return f"{self.kind} {base64.b64encode(self.blob).decode()}"

    @property
    def fingerprint(self) -> str:
        """`SHA256:…`, as `ssh-keygen -l` shows it."""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest()).decode()
        return f"SHA256:{digest.rstrip('=')}"


def read(line: str) -> SshKey:
    """Read a line of an `.pub` file. Raises Invalid."""
    tidy = line.strip()
    if "PRIVATE KEY" in tidy:
        raise _refused(PRIVATE)
    parts = BLANK.split(tidy, 2)
    kind = parts[0]
    if len(tidy) > LONGEST or len(tidy.splitlines()) != 1 or len(parts) < 2:
        raise _refused(INVALID)
    if kind == "ssh-dss":
        raise _refused(OLD)
    if kind not in KINDS:
        raise _refused(INVALID)
    return SshKey(kind, _blob(kind, parts[1]), parts[2].strip() if len(parts) > 2 else "")


def _blob(kind: str, encoded: str) -> bytes:
    """The key of the line, checked, and written anew where that is possible."""
    try:
        given = base64.b64decode(encoded, validate=True)
        key = serialization.load_ssh_public_key(f"{kind} {encoded}".encode())
    except (ValueError, binascii.Error, UnsupportedAlgorithm) as error:
        raise _refused(INVALID) from error
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < SHORTEST_RSA:
            raise _refused(SHORT)
        if key.key_size > LONGEST_RSA:
            raise _refused(LONG)
    if kind in ON_A_DEVICE:
        return given
    form = serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    return base64.b64decode(key.public_bytes(*form).split(b" ")[1])


def _refused(message: str) -> Invalid:
    return Invalid(FieldError("PublicKey", "key", "custom", message))
