"""OpenPGP keys as GitHub's JSON has them."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from watchword.keys.model import GpgKey
from watchword.surfaces.shapes.addresses import moment


class Email(Struct, kw_only=True):
    """An address that a key claims."""

    email: str
    verified: bool
    """Whether it is known to be that of the key's person."""


class GpgKeyShape(Struct, kw_only=True):
    """A key, or a subkey within one."""

    id: int
    name: str | None
    primary_key_id: int | None
    key_id: str
    public_key: str
    emails: list[Email]
    subkeys: list["GpgKeyShape"]
    can_sign: bool
    can_encrypt_comms: bool
    can_encrypt_storage: bool
    can_certify: bool
    created_at: datetime
    expires_at: datetime | None
    revoked: bool
    raw_key: str | None


def gpg_key(key: GpgKey, verified: Collection[str]) -> GpgKeyShape:
    """Say of a key what everybody may know; its person's verified addresses are those."""
    packet = key.packet
    return GpgKeyShape(
        id=key.id,
        name=key.name or None,
        primary_key_id=key.primary,
        key_id=packet.key_id,
        public_key=packet.public_key,
        emails=[Email(email=one, verified=one.lower() in verified) for one in key.emails],
        subkeys=[gpg_key(one, verified) for one in key.subkeys],
        can_sign=packet.can_sign,
        can_encrypt_comms=packet.can_encrypt_comms,
        can_encrypt_storage=packet.can_encrypt_storage,
        can_certify=packet.can_certify,
        created_at=moment(key.created_at),
        expires_at=None if packet.expires_at is None else moment(packet.expires_at),
        revoked=packet.revoked,
        raw_key=key.raw_key,
    )
