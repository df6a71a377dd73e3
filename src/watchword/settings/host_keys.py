"""The keys by which clients know this server over SSH: made once, and kept for good."""

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

PrivateKey: TypeAlias = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey

FILES: Final[dict[str, tuple[str, Callable[[], PrivateKey]]]] = {
    "ED25519": ("secrets/ssh_host_ed25519_key", ed25519.Ed25519PrivateKey.generate),
    "ECDSA": ("secrets/ssh_host_ecdsa_key", lambda: ec.generate_private_key(ec.SECP256R1())),
}
"""By the name that `/meta` gives a kind: where such a key is in the data folder, what makes one."""


def missing(data: Path) -> dict[str, bytes]:
    """Make keys for those that are not there yet: by path in the data folder, as OpenSSH has them.

    A key that is there is never replaced: each client would call that an attack.
    """
    return {name: _private(make()) for name, make in FILES.values() if not (data / name).exists()}


def paths(data: Path) -> list[Path]:
    """The files of the private keys, the best one first."""
    return [data / name for name, _ in FILES.values()]


def public(data: Path) -> dict[str, str]:
    """The public halves by kind, as lines of type and base 64; none where there are no keys.

    Raises ValueError for a file that is no key.
    """
    files = {kind: data / name for kind, (name, _) in FILES.items()}
    return {kind: _public(file.read_bytes()) for kind, file in files.items() if file.exists()}


def fingerprint(line: str) -> str:
    """The SHA-256 of a public key in base 64, without the `SHA256:` before it."""
    digest = hashlib.sha256(base64.b64decode(line.split(" ")[1])).digest()
    return base64.b64encode(digest).decode().rstrip("=")


def _private(key: PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    )


def _public(private: bytes) -> str:
    key = serialization.load_ssh_private_key(private, None)
    form = serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    return key.public_key().public_bytes(*form).decode()
