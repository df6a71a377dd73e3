"""Former names of branches in SQL."""

from collections.abc import Mapping, Sequence
from typing import Final

import sqlalchemy as sa

from watchword.kernel.ids import RepoId
from watchword.storage.tables.repositories import former_branches

MOST: Final = 1_000
"""Names that are kept for a repository, the newest."""


class SqlFormerBranches:
    """Former names of branches."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def note_renamed_branch(self, repository: RepoId, old: str, new: str, now: int) -> None:
        """Let a name lead to the new one, with all that led to it; the new one leads nowhere."""
        its = former_branches.c.repository_id == repository
        gone = sa.delete(former_branches).where(its, former_branches.c.name.in_((old, new)))
        self._connection.execute(gone)
        along = sa.update(former_branches).where(its, former_branches.c.present_name == old)
        self._connection.execute(along.values(present_name=new))
        values = {"repository_id": repository, "name": old, "present_name": new, "since": now}
        self._connection.execute(sa.insert(former_branches).values(values))
        order = (former_branches.c.since.desc(), former_branches.c.name)
        kept = sa.select(former_branches.c.name).where(its).order_by(*order).limit(MOST)
        old_ones = sa.delete(former_branches).where(
            its, former_branches.c.name.not_in(kept.subquery().select())
        )
        self._connection.execute(old_ones)

    def renamed_branches(self, repository: RepoId, names: Sequence[str]) -> Mapping[str, str]:
        """The present names of those among some that branches had before."""
        found = sa.select(former_branches.c.name, former_branches.c.present_name).where(
            former_branches.c.repository_id == repository, former_branches.c.name.in_(names)
        )
        return {row[0]: row[1] for row in self._connection.execute(found)}
