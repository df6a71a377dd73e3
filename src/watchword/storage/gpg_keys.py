"""OpenPGP keys in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa
from msgspec.structs import asdict, replace

from watchword.kernel.ids import GpgKeyId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.keys.model import GpgKey
from watchword.keys.openpgp import Certificate, KeyPacket
from watchword.storage.integrity import conflict
from watchword.storage.paging import page
from watchword.storage.prepared import Row
from watchword.storage.tables.keys import gpg_keys

PACKET = (
    gpg_keys.c.key_id,
    gpg_keys.c.fingerprint,
    gpg_keys.c.public_key,
    gpg_keys.c.can_sign,
    gpg_keys.c.can_certify,
    gpg_keys.c.can_encrypt_comms,
    gpg_keys.c.can_encrypt_storage,
    gpg_keys.c.expires_at,
    gpg_keys.c.revoked,
)
KEY = (
    gpg_keys.c.id,
    gpg_keys.c.user_id,
    gpg_keys.c.primary_id,
    gpg_keys.c.name,
    gpg_keys.c.emails,
    gpg_keys.c.raw_key,
    gpg_keys.c.created_at,
    *PACKET,
)


class SqlGpgKeys:
    """OpenPGP keys with which people sign."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def by_id(self, key: GpgKeyId) -> GpgKey | None:
        """Find a key, no subkey, by number."""
        found = sa.select(*KEY).where(gpg_keys.c.id == key, gpg_keys.c.primary_id.is_(None))
        row = self._connection.execute(found).first()
        return self._with_subkeys([_key_of(row)])[0] if row else None

    def of_user(self, user: UserId, request: PageRequest) -> Page[GpgKey]:
        """The keys of a person with their subkeys, the oldest first."""
        mine = gpg_keys.c.user_id == user, gpg_keys.c.primary_id.is_(None)
        wanted = sa.select(*KEY).where(*mine)
        found = page(self._connection, wanted, (gpg_keys.c.id,), request, _key_of)
        return Page(self._with_subkeys(found.items), found.total, found.request)

    def add(self, user: UserId, name: str, certificate: Certificate, now: int) -> GpgKey:
        """Keep a key. Raises Conflict when somebody signs with it already."""
        shared = {"user_id": user, "name": name, "created_at": now}
        values = {
            **shared,
            **asdict(certificate.primary),
            "emails": list(certificate.emails),
            "raw_key": certificate.armored,
        }
        with conflict(self._connection, "key_id"):
            insert = sa.insert(gpg_keys).values(values).returning(gpg_keys.c.id)
            made = GpgKeyId(self._connection.execute(insert).scalar_one())
        for subkey in certificate.subkeys:
            below = {**shared, **asdict(subkey), "emails": [], "primary_id": made}
            self._connection.execute(sa.insert(gpg_keys).values(below))
        found = self.by_id(made)
        assert found is not None
        return found

    def delete(self, key: GpgKeyId) -> None:
        """Forget a key with its subkeys."""
        self._connection.execute(sa.delete(gpg_keys).where(gpg_keys.c.id == key))

    def _with_subkeys(self, keys: Sequence[GpgKey]) -> list[GpgKey]:
        below = sa.select(*KEY).where(gpg_keys.c.primary_id.in_([key.id for key in keys]))
        rows = self._connection.execute(below.order_by(gpg_keys.c.id))
        found = [_key_of(row) for row in rows]
        return [
            replace(key, subkeys=tuple(one for one in found if one.primary == key.id))
            for key in keys
        ]


def _key_of(row: Row) -> GpgKey:
    return GpgKey(
        id=GpgKeyId(row[0]),
        user=UserId(row[1]),
        primary=None if row[2] is None else GpgKeyId(row[2]),
        name=row[3],
        emails=tuple(row[4]),
        raw_key=row[5],
        created_at=row[6],
        packet=KeyPacket(*row[7:]),
    )
