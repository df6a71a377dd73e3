"""What hangs on a repository in SQL, and what becomes of it when its owner changes or it goes."""

import sqlalchemy as sa

from watchword.kernel.ids import RepoId
from watchword.storage.tables.organizations import team_repositories
from watchword.storage.tables.repositories import protection_teams, protections
from watchword.storage.tables.webhooks import hooks


def leave_webhooks(connection: sa.Connection, repository: RepoId, now: int) -> None:
    """Let its webhooks outlive a repository, so that they hear that it is gone."""
    left = sa.update(hooks).where(hooks.c.repository_id == repository, hooks.c.active)
    gone = {"repository_id": None, "gone_repository": repository, "updated_at": now}
    connection.execute(left.values(gone))


def forget_teams(connection: sa.Connection, repository: RepoId) -> None:
    """Let no team of the former owner work with it, or be named in its rules."""
    gone = sa.delete(team_repositories).where(team_repositories.c.repository_id == repository)
    connection.execute(gone)
    rules = sa.select(protections.c.id).where(protections.c.repository_id == repository)
    connection.execute(
        sa.delete(protection_teams).where(protection_teams.c.protection_id.in_(rules))
    )
