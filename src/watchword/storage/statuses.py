"""Statuses of commits in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa

from watchword.kernel.ids import RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.statuses.model import State, Status
from watchword.statuses.ports import NewStatus
from watchword.storage.prepared import Row
from watchword.storage.tables.statuses import statuses

STATUS = (
    statuses.c.id,
    statuses.c.sha,
    statuses.c.state,
    statuses.c.context,
    statuses.c.description,
    statuses.c.target_url,
    statuses.c.creator_id,
    statuses.c.created_at,
)


def _status_of(row: Row) -> Status:
    creator = None if row[6] is None else UserId(row[6])
    return Status(row[0], row[1], State(row[2]), row[3], row[4], row[5], creator, row[7])


class SqlStatuses:
    """Statuses."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def count(self, repository: RepoId, sha: str, context: str) -> int:
        """How often that context reported about that commit."""
        found = (
            sa.select(sa.func.count())
            .select_from(statuses)
            .where(*_about(repository, sha), statuses.c.context_key == context.lower())
        )
        return self._connection.execute(found).scalar_one()

    def add(self, repository: RepoId, new: NewStatus, now: int) -> Status:
        """Keep one more."""
        values = {
            "repository_id": repository,
            "sha": new.sha,
            "state": new.state.value,
            "context": new.context,
            "context_key": new.context.lower(),
            "description": new.description,
            "target_url": new.target_url,
            "creator_id": new.creator,
            "created_at": now,
        }
        made = sa.insert(statuses).values(values).returning(*STATUS)
        return _status_of(self._connection.execute(made).one())

    def find(self, repository: RepoId, status: int) -> Status | None:
        """Find one of that repository."""
        where = (statuses.c.id == status, statuses.c.repository_id == repository)
        row = self._connection.execute(sa.select(*STATUS).where(*where)).one_or_none()
        return None if row is None else _status_of(row)

    def page(self, repository: RepoId, sha: str, request: PageRequest) -> Page[Status]:
        """All reports about a commit, the newest first."""
        where = _about(repository, sha)
        count = sa.select(sa.func.count()).select_from(statuses).where(*where)
        found = sa.select(*STATUS).where(*where).order_by(statuses.c.id.desc())
        rows = self._connection.execute(found.limit(request.size).offset(request.offset))
        total = self._connection.execute(count).scalar_one()
        return Page([_status_of(row) for row in rows], total, request)

    def newest(self, repository: RepoId, sha: str) -> Sequence[Status]:
        """The newest report of each context about a commit, by number."""
        last = (
            sa.select(sa.func.max(statuses.c.id))
            .where(*_about(repository, sha))
            .group_by(statuses.c.context_key)
        )
        found = sa.select(*STATUS).where(statuses.c.id.in_(last)).order_by(statuses.c.id)
        return [_status_of(row) for row in self._connection.execute(found)]


def _about(repository: RepoId, sha: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (statuses.c.repository_id == repository, statuses.c.sha == sha)
