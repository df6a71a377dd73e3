"""Forks and templates in SQL."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from watchword.kernel.ids import RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories.lineage import NONE, Lineage, Order
from watchword.storage.prepared import Prepared, Row
from watchword.storage.sight import may_see, seen
from watchword.storage.tables.lineage import lineage
from watchword.storage.tables.repositories import repositories

children = lineage.alias("children")
FORKS = (
    sa.select(sa.func.count())
    .select_from(children)
    .where(children.c.parent_id == repositories.c.id)
    .scalar_subquery()
)
KNOWN = sa.select(
    repositories.c.id,
    lineage.c.is_template,
    lineage.c.parent_id,
    lineage.c.source_id,
    lineage.c.template_id,
    lineage.c.filling_since,
    lineage.c.branch,
    FORKS.label("forks"),
).select_from(repositories.outerjoin(lineage, lineage.c.repository_id == repositories.c.id))
BY_ID = Prepared(KNOWN.where(repositories.c.id == sa.bindparam("id")))
OF_ALL: Final = KNOWN.where(repositories.c.id.in_(sa.bindparam("ids", expanding=True)))

ORDERS: Final = {
    Order.NEWEST: (repositories.c.id.desc(),),
    Order.OLDEST: (repositories.c.id.asc(),),
    Order.STARS: (repositories.c.stars.desc(), repositories.c.id.desc()),
    Order.WATCHERS: (repositories.c.watchers.desc(), repositories.c.id.desc()),
}


def lineage_of(row: Row) -> Lineage:
    """Read the columns of KNOWN."""
    return Lineage(
        is_template=bool(row[1]),
        parent=_id(row[2]),
        source=_id(row[3]),
        template=_id(row[4]),
        filling_since=row[5],
        branch=row[6],
        forks=row[7],
    )


class SqlLineage:
    """Forks and templates."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def of(self, repository: RepoId) -> Lineage:
        """What is known of one."""
        row = BY_ID.first(self._connection, id=repository)
        return lineage_of(row) if row else NONE

    def of_all(self, repositories_: Sequence[RepoId]) -> Mapping[RepoId, Lineage]:
        """The same of several; those of which nothing is known are left out."""
        rows = self._connection.execute(OF_ALL, {"ids": repositories_})
        return {RepoId(row[0]): lineage_of(row) for row in rows}

    def fork_of(self, source: RepoId, owner: UserId) -> RepoId | None:
        """The fork that somebody has in the network of a source, or None."""
        found = (
            sa.select(repositories.c.id)
            .join(lineage, lineage.c.repository_id == repositories.c.id)
            .where(
                repositories.c.owner_id == owner,
                sa.or_(lineage.c.source_id == source, lineage.c.parent_id == source),
            )
            .order_by(repositories.c.id)
        )
        return _id(self._connection.execute(found.limit(1)).scalar_one_or_none())

    def forks(
        self,
        parent: RepoId,
        viewer: UserId | None,
        request: PageRequest,
        *,
        order: Order = Order.NEWEST,
        public_only: bool = False,
    ) -> Page[RepoId]:
        """A page of the forks of one that the viewer may see."""
        sight = seen(sa.literal(viewer, sa.BigInteger))
        wanted = sight.join(lineage, lineage.c.repository_id == repositories.c.id).where(
            lineage.c.parent_id == parent, may_see(None if public_only else viewer)
        )
        count = sa.select(sa.func.count()).select_from(wanted.subquery())
        total = self._connection.execute(count).scalar_one()
        ordered = wanted.order_by(*ORDERS[order])
        part = ordered.limit(request.size).offset(request.offset)
        rows = self._connection.execute(part).scalars()
        return Page([RepoId(one) for one in rows], total, request)

    def begin_fork(
        self, fork: RepoId, parent: RepoId, source: RepoId, branch: str | None, now: int
    ) -> None:
        """Note that a repository is a fork, and that its copy began."""
        self._put(
            fork, {"parent_id": parent, "source_id": source, "filling_since": now, "branch": branch}
        )

    def filled(self, fork: RepoId) -> None:
        """Note that the copy is done."""
        self._put(fork, {"filling_since": None, "branch": None})

    def filling(self) -> Sequence[RepoId]:
        """Forks whose copies are not done."""
        found = sa.select(lineage.c.repository_id).where(lineage.c.filling_since.is_not(None))
        rows = self._connection.execute(found.order_by(lineage.c.filling_since)).scalars()
        return [RepoId(one) for one in rows]

    def began_as(self, repository: RepoId, template: RepoId) -> None:
        """Note from which template a repository was made."""
        self._put(repository, {"template_id": template})

    def set_template(self, repository: RepoId, *, is_template: bool) -> None:
        """Let others begin with it, or no longer."""
        self._put(repository, {"is_template": is_template})

    def detach(self, repository: RepoId) -> None:
        """Let the forks of a repository stand on their own."""
        for column in (lineage.c.parent_id, lineage.c.source_id):
            self._connection.execute(
                sa.update(lineage).where(column == repository).values({column: None})
            )

    def forks_of(self, repository: RepoId) -> Sequence[RepoId]:
        """All repositories forked from one, whoever may see them."""
        found = sa.select(lineage.c.repository_id).where(lineage.c.parent_id == repository)
        return [RepoId(one) for one in self._connection.execute(found).scalars()]

    def _put(self, repository: RepoId, values: Mapping[str, Any]) -> None:
        changed = sa.update(lineage).where(lineage.c.repository_id == repository).values(values)
        if not self._connection.execute(changed).rowcount:
            new = sa.insert(lineage).values(repository_id=repository, **values)
            self._connection.execute(new)


def _id(number: int | None) -> RepoId | None:
    return None if number is None else RepoId(number)
