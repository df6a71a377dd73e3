"""Who works with repositories of an organization without being a member, in SQL."""

import sqlalchemy as sa

from watchword.accounts.model import User
from watchword.kernel.ids import OrgId, RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.storage.accounts import USER, user_of
from watchword.storage.blindness import forget_blind_in
from watchword.storage.parts import part
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.organizations import org_members
from watchword.storage.tables.repositories import collaborators, repositories


class SqlOutsiders:
    """Outside collaborators."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def outsiders(self, org: OrgId, request: PageRequest) -> Page[User]:
        """Who works with its repositories and is no member, by login."""
        working = sa.select(collaborators.c.user_id).where(
            collaborators.c.repository_id.in_(_repositories(org))
        )
        inside = sa.select(org_members.c.user_id).where(org_members.c.org_id == org)
        wanted = sa.select(*USER).where(accounts.c.id.in_(working), accounts.c.id.not_in(inside))
        return part(self._connection, wanted, request, accounts.c.login_key).map(user_of)

    def remove_outsider(self, org: OrgId, user: UserId) -> bool:
        """Take somebody off all its repositories; whether anything changed."""
        gone = sa.delete(collaborators).where(
            collaborators.c.user_id == user, collaborators.c.repository_id.in_(_repositories(org))
        )
        changed = bool(self._connection.execute(gone).rowcount)
        forget_blind_in(self._connection, org, user)
        return changed


def _repositories(org: OrgId) -> sa.Select[tuple[RepoId]]:
    return sa.select(repositories.c.id).where(repositories.c.owner_id == org)
