"""Addresses of accounts in SQL. The primary one stands in the account's row as well."""

from collections.abc import Sequence

import sqlalchemy as sa

from watchword.accounts.model import Email
from watchword.kernel.ids import EmailId, UserId
from watchword.storage.integrity import conflict
from watchword.storage.prepared import Row
from watchword.storage.tables.accounts import accounts, emails

EMAIL = (
    emails.c.id,
    emails.c.user_id,
    emails.c.address,
    sa.func.coalesce(emails.c.address_key == accounts.c.email_key, sa.false()),
    sa.func.coalesce(emails.c.address_key == sa.func.lower(accounts.c.public_email), sa.false()),
    emails.c.added_at,
    emails.c.verified_at,
    emails.c.digest,
    emails.c.link_until,
)


def email_of(row: Row) -> Email:
    """Read the columns of EMAIL."""
    return Email(
        id=EmailId(row[0]),
        user=UserId(row[1]),
        address=row[2],
        primary=bool(row[3]),
        public=bool(row[4]),
        added_at=row[5],
        verified_at=row[6],
        digest=row[7],
        link_until=row[8],
    )


def is_taken(connection: sa.Connection, address: str, but: UserId | None = None) -> bool:
    """Whether another account showed that the address is its own, or gets its mails there."""
    key = address.lower()
    primary = sa.select(accounts.c.id).where(accounts.c.email_key == key)
    verified = sa.select(emails.c.user_id).where(
        emails.c.address_key == key, emails.c.verified_at.is_not(None)
    )
    whose = set(connection.execute(primary.union(verified)).scalars())
    return bool(whose - {but})


def keep(
    connection: sa.Connection,
    user: UserId,
    address: str,
    now: int,
    *,
    verified_at: int | None = None,
) -> EmailId:
    """Keep an address. Raises Conflict when the person has it already."""
    values = {
        "user_id": user,
        "address": address,
        "address_key": address.lower(),
        "added_at": now,
        "verified_at": verified_at,
    }
    with conflict(connection, "email"):
        kept = sa.insert(emails).values(values).returning(emails.c.id)
        return EmailId(connection.execute(kept).scalar_one())


class SqlEmails:
    """Addresses of accounts."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def of(self, user: UserId) -> Sequence[Email]:
        """All addresses of a person: the primary one first, then as they were added."""
        found = self._several(emails.c.user_id == user)
        return sorted(found, key=lambda email: (not email.primary, email.id))

    def by_id(self, email: EmailId) -> Email | None:
        """Find an address by its number."""
        return next(iter(self._several(emails.c.id == email)), None)

    def is_taken(self, address: str, but: UserId) -> bool:
        """Whether another account showed that the address is its own, or gets its mails there."""
        return is_taken(self._connection, address, but)

    def add(self, user: UserId, address: str, now: int) -> Email:
        """Keep an address, not verified yet. Raises Conflict when the person has it already."""
        made = self.by_id(keep(self._connection, user, address, now))
        assert made is not None
        return made

    def set_link(self, email: EmailId, digest: bytes, until: int) -> None:
        """Keep the keyed hash of a link's secret, in the place of the one before."""
        self._connection.execute(
            sa.update(emails).where(emails.c.id == email).values(digest=digest, link_until=until)
        )

    def verify(self, email: EmailId, now: int) -> None:
        """Note that it is theirs; the link is used up. Raises Conflict when it is another's."""
        with conflict(self._connection, "email"):
            self._connection.execute(
                sa.update(emails)
                .where(emails.c.id == email)
                .values(verified_at=now, digest=None, link_until=None)
            )

    def remove(self, email: EmailId) -> None:
        """Forget an address."""
        self._connection.execute(sa.delete(emails).where(emails.c.id == email))

    def _several(self, *where: sa.ColumnElement[bool]) -> list[Email]:
        found = sa.select(*EMAIL).join(accounts, accounts.c.id == emails.c.user_id).where(*where)
        return [email_of(row) for row in self._connection.execute(found)]
