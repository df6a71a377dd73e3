"""SSH keys made for one test."""

import base64

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

FORM = serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
CURVES = {"256": ec.SECP256R1, "384": ec.SECP384R1, "521": ec.SECP521R1}


def ed25519_line(comment: str = "") -> str:
    """A new key, as its `.pub` file has it."""
    key = ed25519.Ed25519PrivateKey.generate().public_key()
    return _line(key.public_bytes(*FORM).decode(), comment)


def ecdsa_line(bits: str) -> str:
    """A new key on the NIST curve of that size."""
    return ec.generate_private_key(CURVES[bits]()).public_key().public_bytes(*FORM).decode()


def rsa_line(bits: int) -> str:
    """A new RSA key."""
    key = rsa.generate_private_key(65_537, bits).public_key()
    return key.public_bytes(*FORM).decode()


def packed(*parts: bytes) -> bytes:
    """Strings as SSH writes them one after the other (RFC 4251, 5)."""
    return b"".join(len(part).to_bytes(4) + part for part in parts)


def written(kind: str, *parts: bytes) -> str:
    """The line of a key that consists of these parts."""
    return f"{kind} {base64.b64encode(packed(kind.encode(), *parts)).decode()}"


def _line(key: str, comment: str) -> str:
    return f"{key} {comment}\n" if comment else key
