"""OpenPGP certificates as GPG exports them (RFC 9580).

Only what the certificate's own signatures bear out is told: Sequoia moves a signature that it found
bad, or that belongs to nothing, to the end of the certificate. A packet that is no key of any known
version, put after all, stands between those and the good ones.
"""

import base64
from collections.abc import Iterator
from typing import Final

import pysequoia
from msgspec import Struct
from pysequoia import Cert
from pysequoia.packet import HashAlgorithm, Packet, PacketPile, SignatureType, Tag

from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import N_, filled

LONGEST: Final = 65_536
"""Characters of the whole armored text."""
FENCE: Final = bytes([0xCE, 6, 99, 0, 0, 0, 0, 99])
"""A subkey of version 99, which sorts behind all that is known and before what is bad."""
BEGIN: Final = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
SELF: Final = (
    SignatureType.DirectKey,
    SignatureType.GenericCertification,
    SignatureType.PersonaCertification,
    SignatureType.CasualCertification,
    SignatureType.PositiveCertification,
)
SECRET: Final = (Tag.SecretKey, Tag.SecretSubkey)
NAMING: Final = (Tag.PublicKey, Tag.UserID)
"""Parts whose signatures tell what the primary key is good for."""
BROKEN: Final = (HashAlgorithm.MD5, HashAlgorithm.SHA1, HashAlgorithm.RipeMD)
"""Hashes of which two documents with the same value can be made."""

UNREADABLE: Final = filled(
    "key is invalid. It must be an armored public key that begins with '%(begin)s'", begin=BEGIN
)
PRIVATE: Final = N_(
    "key is invalid. That is a private key, which belongs on your machine only: treat it as leaked "
    "if it was sent to others, and export the public one with 'gpg --armor --export'"
)
WEAK: Final = N_("key is invalid. Its own signatures are missing, broken or too weak")


class KeyPacket(Struct, frozen=True):
    """A key of a certificate, the primary one or a subkey, and what it is good for."""

    key_id: str
    """16 hexadecimal digits in upper case."""
    fingerprint: str
    """40 digits, or 64 of a key of version 6."""
    public_key: str
    """The packet in base 64, as GitHub gives it (GHES behaviour)."""
    can_sign: bool
    can_certify: bool
    can_encrypt_comms: bool
    can_encrypt_storage: bool
    expires_at: int | None
    revoked: bool


class Certificate(Struct, frozen=True):
    """A certificate that was read."""

    primary: KeyPacket
    subkeys: tuple[KeyPacket, ...]
    emails: tuple[str, ...]
    armored: str
    """Written anew, with nothing before or behind it."""


def read(text: str) -> Certificate:
    """Read an armored public key; it takes milliseconds. Raises Invalid."""
    if "PRIVATE KEY" in text[:LONGEST]:
        raise _refused(PRIVATE)
    if BEGIN not in text or len(text) > LONGEST:
        raise _refused(UNREADABLE)
    try:
        given = PacketPile.from_bytes(text.encode())
        if any(packet.tag in SECRET for packet in given):
            raise _refused(PRIVATE)
        raw = bytes(Cert.from_bytes(text.encode()))
        fenced = Cert.from_bytes(raw + FENCE)
        packets = list(PacketPile.from_bytes(bytes(fenced)))
    except RuntimeError as error:
        raise _refused(UNREADABLE) from error
    try:
        return _certificate(fenced, packets, raw)
    except RuntimeError as error:
        raise _refused(WEAK) from error


def _certificate(cert: Cert, packets: list[Packet], raw: bytes) -> Certificate:
    components = list(_components(packets))
    primary, _ = components[0]
    own = [
        signature
        for part, signatures in components
        if part.tag in NAMING
        for signature in signatures
        if signature.signature_type in SELF and _is_by(signature, primary)
    ]
    # Asked for first: a certificate without any good signature of its own is refused by that.
    user_ids = [str(one) for one in cert.user_ids]
    ends = cert.expiration
    expires_at = None if ends is None else int(ends.timestamp())
    told = _told(primary, _newest(own), expires_at, revoked=cert.is_revoked)
    subkeys = (
        _subkey(part, signatures)
        for part, signatures in components
        if part.tag == Tag.PublicSubkey and part.key_id
    )
    addresses = dict.fromkeys(_email(components, one) for one in user_ids)
    armored = pysequoia.armor(raw, pysequoia.ArmorKind.PublicKey)
    return Certificate(
        told,
        tuple(one for one in subkeys if one is not None),
        tuple(one for one in addresses if one),
        armored,
    )


def _components(packets: list[Packet]) -> Iterator[tuple[Packet, list[Packet]]]:
    """The parts of a certificate, each with the signatures on it; without what is bad."""
    part: tuple[Packet, list[Packet]] | None = None
    for packet in packets:
        if bytes(packet) == FENCE:
            break
        if packet.tag == Tag.Signature:
            if part is not None:
                part[1].append(packet)
            continue
        if part is not None:
            yield part
        part = (packet, [])
    if part is not None:
        yield part


def _subkey(packet: Packet, signatures: list[Packet]) -> KeyPacket | None:
    """A subkey; None for one that nothing binds to the primary key."""
    binding = _newest([s for s in signatures if s.signature_type == SignatureType.SubkeyBinding])
    if binding is None:
        return None
    created, lasts = packet.key_created, binding.key_validity_period
    expires_at = int((created + lasts).timestamp()) if created and lasts else None
    revoked = any(one.signature_type == SignatureType.SubkeyRevocation for one in signatures)
    return _told(packet, binding, expires_at, revoked=revoked)


def _newest(signatures: list[Packet]) -> Packet | None:
    sound = [one for one in signatures if one.hash_algorithm not in BROKEN]
    return max(
        (one for one in sound if one.signature_created),
        key=lambda one: one.signature_created.timestamp() if one.signature_created else 0,
        default=None,
    )


def _is_by(signature: Packet, primary: Packet) -> bool:
    told = signature.issuer_fingerprint, signature.issuer_key_id
    return told[0] == primary.fingerprint or (told[0] is None and told[1] == primary.key_id)


def _email(components: list[tuple[Packet, list[Packet]]], user_id: str) -> str | None:
    """The address of a user id that was found good; as it is written there, in lower case."""
    for part, _ in components:
        if part.tag == Tag.UserID and part.user_id == user_id:
            return part.user_id_email.lower() if part.user_id_email else None
    return None


def _told(
    packet: Packet, signature: Packet | None, expires_at: int | None, *, revoked: bool
) -> KeyPacket:
    flags = signature.key_flags if signature is not None else None
    return KeyPacket(
        key_id=(packet.key_id or "").upper(),
        fingerprint=(packet.fingerprint or "").upper(),
        public_key=base64.b64encode(bytes(packet)).decode(),
        can_sign=flags is not None and flags.signing,
        can_certify=flags is not None and flags.certification,
        can_encrypt_comms=flags is not None and flags.transport_encryption,
        can_encrypt_storage=flags is not None and flags.storage_encryption,
        expires_at=expires_at,
        revoked=revoked,
    )


def _refused(message: str) -> Invalid:
    return Invalid(FieldError("GpgKey", "armored_public_key", "custom", message))
