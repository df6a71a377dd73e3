"""Invitations to work with repositories, in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa

from watchword.access.roles import Role
from watchword.kernel.ids import RepoId, RepoInvitationId, UserId
from watchword.repositories.invitation import RepositoryInvitation
from watchword.storage.prepared import Row
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.repositories import repository_invitations as invitations

INVITATION = (
    invitations.c.id,
    invitations.c.repository_id,
    invitations.c.invitee_id,
    accounts.c.login,
    invitations.c.inviter_id,
    invitations.c.role,
    invitations.c.created_at,
)


class SqlRepositoryInvitations:
    """Invitations to work with repositories."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def put(
        self,
        repository: RepoId,
        invitee: UserId,
        inviter: UserId | None,
        role: Role,
        now: int,
    ) -> RepositoryInvitation:
        """Keep an invitation, in the place of the one that the person has there already."""
        mine = (invitations.c.repository_id == repository, invitations.c.invitee_id == invitee)
        self._connection.execute(sa.delete(invitations).where(*mine))
        values = {
            "repository_id": repository,
            "invitee_id": invitee,
            "inviter_id": inviter,
            "role": role.value,
            "created_at": now,
        }
        self._connection.execute(sa.insert(invitations).values(values))
        (made,) = self._several(*mine)
        return made

    def of_repository(self, repository: RepoId) -> Sequence[RepositoryInvitation]:
        """Those to a repository, the oldest first."""
        return self._several(invitations.c.repository_id == repository)

    def of_invitee(self, invitee: UserId) -> Sequence[RepositoryInvitation]:
        """Those that a person has, the oldest first."""
        return self._several(invitations.c.invitee_id == invitee)

    def set_role(self, invitation: RepoInvitationId, role: Role) -> None:
        """Ask for another role."""
        one = sa.update(invitations).where(invitations.c.id == invitation)
        self._connection.execute(one.values(role=role.value))

    def delete(self, invitation: RepoInvitationId) -> None:
        """Forget an invitation."""
        self._connection.execute(sa.delete(invitations).where(invitations.c.id == invitation))

    def _several(self, *where: sa.ColumnElement[bool]) -> Sequence[RepositoryInvitation]:
        joined = invitations.join(accounts, accounts.c.id == invitations.c.invitee_id)
        found = sa.select(*INVITATION).select_from(joined).where(*where).order_by(invitations.c.id)
        return [_invitation_of(row) for row in self._connection.execute(found)]


def _invitation_of(row: Row) -> RepositoryInvitation:
    return RepositoryInvitation(
        id=RepoInvitationId(row[0]),
        repository=RepoId(row[1]),
        invitee=UserId(row[2]),
        login=row[3],
        inviter=None if row[4] is None else UserId(row[4]),
        role=Role(row[5]),
        created_at=row[6],
    )
