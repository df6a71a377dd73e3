"""Sizes of repositories in SQL."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from watchword.kernel.ids import RepoId, UserId
from watchword.repositories.footprint import Footprint
from watchword.repositories.model import Visibility
from watchword.storage.prepared import Prepared
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.lineage import lineage
from watchword.storage.tables.repositories import collaborators, repositories

OWNER: Final = sa.bindparam("owner", type_=sa.BigInteger)
SIZES: Final = (
    sa.select(sa.func.coalesce(sa.func.sum(repositories.c.size), 0))
    .where(repositories.c.owner_id == OWNER)
    .scalar_subquery()
)
PEOPLE: Final = (
    sa.select(sa.func.count(collaborators.c.user_id.distinct()))
    .select_from(collaborators.join(repositories))
    .where(
        repositories.c.owner_id == OWNER,
        repositories.c.visibility != Visibility.PUBLIC.value,
    )
    .scalar_subquery()
)
OF_OWNER: Final = Prepared(sa.select(SIZES, PEOPLE).where(accounts.c.id == OWNER))


class SqlFootprints:
    """Sizes."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def note(self, repository: RepoId, kibibytes: int) -> None:
        """Note the size of a repository; it is no change of the repository itself."""
        changed = sa.update(repositories).where(repositories.c.id == repository)
        self._connection.execute(changed.values(size=kibibytes))

    def unmeasured(self, most: int) -> Sequence[tuple[RepoId, str]]:
        """Numbers and folders of some that have content and were never measured."""
        copies = sa.select(lineage.c.repository_id).where(
            sa.or_(lineage.c.parent_id.is_not(None), lineage.c.template_id.is_not(None))
        )
        filled = sa.or_(repositories.c.pushed_at.is_not(None), repositories.c.id.in_(copies))
        found = (
            sa.select(repositories.c.id, repositories.c.key)
            .where(repositories.c.size == 0, filled)
            .order_by(repositories.c.id)
            .limit(most)
        )
        return [(RepoId(row[0]), row[1]) for row in self._connection.execute(found)]

    def of_owner(self, owner: UserId) -> Footprint:
        """What those of an account come to."""
        row = OF_OWNER.first(self._connection, owner=owner)
        return Footprint(int(row[0]), row[1]) if row else Footprint(0, 0)
