"""An invitation to work with a repository."""

from typing import Final

from msgspec import Struct

from watchword.access.roles import Role
from watchword.kernel.ids import RepoId, RepoInvitationId, UserId

LIFE: Final = 7 * 86_400
"""Seconds after which an invitation can no longer be accepted (GHES behaviour)."""


class RepositoryInvitation(Struct, frozen=True):
    """Somebody is asked to work with a repository."""

    id: RepoInvitationId
    repository: RepoId
    invitee: UserId
    login: str
    """Of who is asked."""
    inviter: UserId | None
    role: Role
    created_at: int

    def is_expired(self, now: int) -> bool:
        """Whether it is too old to be accepted."""
        return now >= self.created_at + LIFE
