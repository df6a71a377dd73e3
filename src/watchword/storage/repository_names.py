"""Repositories by their names: what they are called now, and what they were called."""

from functools import lru_cache

import sqlalchemy as sa

from watchword.kernel.ids import UserId
from watchword.repositories.model import Repository
from watchword.storage.prepared import Prepared, Row
from watchword.storage.sight import repository_of, seen
from watchword.storage.tables.accounts import accounts, former_logins
from watchword.storage.tables.lineage import lineage
from watchword.storage.tables.repositories import aliases, repositories

SEEN = seen(sa.bindparam("viewer", type_=sa.BigInteger))
CALLED_SO = sa.and_(
    accounts.c.login_key == sa.bindparam("owner"),
    repositories.c.name_key == sa.bindparam("name"),
)
BY_NAME = Prepared(SEEN.where(CALLED_SO))
WITH_STATE = Prepared(
    SEEN.add_columns(lineage.c.filling_since)
    .outerjoin(lineage, lineage.c.repository_id == repositories.c.id)
    .where(CALLED_SO)
)
owners = accounts.alias("former_owners")
BY_FORMER_NAME = Prepared(
    SEEN.join(aliases, aliases.c.repository_id == repositories.c.id)
    .join(owners, owners.c.id == aliases.c.owner_id)
    .where(owners.c.login_key == sa.bindparam("owner"), aliases.c.name_key == sa.bindparam("name"))
)
# Under a login that the owner had before: by present name, or by former name.
LEFT = sa.select(former_logins.c.account_id).where(
    former_logins.c.login_key == sa.bindparam("owner")
)
BY_FORMER_OWNER = Prepared(
    SEEN.where(
        repositories.c.owner_id == LEFT.scalar_subquery(),
        repositories.c.name_key == sa.bindparam("name"),
    )
)
BY_BOTH_FORMER = Prepared(
    SEEN.join(aliases, aliases.c.repository_id == repositories.c.id).where(
        aliases.c.owner_id == LEFT.scalar_subquery(), aliases.c.name_key == sa.bindparam("name")
    )
)
FORMER_WAYS = (BY_FORMER_NAME, BY_FORMER_OWNER, BY_BOTH_FORMER)


def named(
    connection: sa.Connection, owner: str, name: str, viewer: UserId | None
) -> tuple[Repository, bool] | None:
    """Find by present name, whatever the case; and whether it is still being copied."""
    row = WITH_STATE.first(connection, owner=owner.lower(), name=name.lower(), viewer=viewer)
    return _with_state(row, viewer) if row else None


@lru_cache(1_024)
def _with_state(row: Row, viewer: UserId | None) -> tuple[Repository, bool]:
    """Make the values of a row that was found.

    The row is read on each request; it is the same for as long as nothing changes, and so are they.
    """
    return repository_of(row, viewer), row[-1] is not None


def find(
    connection: sa.Connection, owner: str, name: str, viewer: UserId | None
) -> Repository | None:
    """Find by present or former name, whatever the case; a present name wins."""
    asked: dict[str, object] = {"owner": owner.lower(), "name": name.lower(), "viewer": viewer}
    present = BY_NAME.first(connection, **asked)
    # Asked in any case: what is hidden must cost the same as what is missing (attack 52).
    former = [way.first(connection, **asked) for way in FORMER_WAYS]
    row = next((row for row in (present, *former) if row), None)
    return repository_of(row, viewer) if row else None
