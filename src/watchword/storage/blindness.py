"""Stars and watches of people who may not know of the repository any more, in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa

from watchword.kernel.ids import RepoId, UserId
from watchword.storage.sight import visible_to
from watchword.storage.tables.repositories import repositories
from watchword.storage.tables.social import stars, watches

COUNTED = (
    (stars, repositories.c.stars, sa.true()),
    (watches, repositories.c.watchers, ~watches.c.ignored),
)
"""The tables, where their rows are counted, and which of them are."""


def forget_blind(
    connection: sa.Connection, those: Sequence[RepoId], person: UserId | None = None
) -> None:
    """Forget them in these repositories, of everybody or of one person; count anew."""
    for table, column, counts in COUNTED:
        its: list[sa.ColumnElement[bool]] = [table.c.repository_id.in_(those)]
        if person is not None:
            its.append(table.c.user_id == person)
        blind = ~visible_to(table.c.user_id, table.c.repository_id)
        if connection.execute(sa.delete(table).where(*its, blind)).rowcount:
            count = (
                sa.select(sa.func.count())
                .select_from(table)
                .where(table.c.repository_id == repositories.c.id, counts)
                .scalar_subquery()
            )
            counted = sa.update(repositories).where(repositories.c.id.in_(those))
            connection.execute(counted.values({column: count}))


def forget_blind_in(connection: sa.Connection, owner: int, person: UserId) -> None:
    """Forget what one person marked or watches of an owner and may not know of any more."""
    owned = sa.select(repositories.c.id).where(repositories.c.owner_id == owner)
    marked = [
        sa.select(table.c.repository_id).where(
            table.c.user_id == person, table.c.repository_id.in_(owned)
        )
        for table in (stars, watches)
    ]
    those = [RepoId(one) for one in connection.execute(sa.union(*marked)).scalars()]
    if those:
        forget_blind(connection, those, person)
