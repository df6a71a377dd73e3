"""What hangs on the owner of a repository, in SQL: it changes when another one owns it."""

import sqlalchemy as sa

from watchword.kernel.ids import RepoId
from watchword.storage.tables.organizations import team_repositories
from watchword.storage.tables.repositories import protection_teams, protections


def forget_teams(connection: sa.Connection, repository: RepoId) -> None:
    """Let no team of the former owner work with it, or be named in its rules."""
    gone = sa.delete(team_repositories).where(team_repositories.c.repository_id == repository)
    connection.execute(gone)
    rules = sa.select(protections.c.id).where(protections.c.repository_id == repository)
    connection.execute(
        sa.delete(protection_teams).where(protection_teams.c.protection_id.in_(rules))
    )
