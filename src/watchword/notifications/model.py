"""Threads: one thing that somebody is told of, however often something happens to it."""

from enum import StrEnum

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.kernel.ids import (
    CommitCommentId,
    InvitationId,
    RepoId,
    RepoInvitationId,
    ThreadId,
    UserId,
)
from watchword.repositories.model import Repository


class Subject(StrEnum):
    """What a thread is about; GitHub's names where it has them (GHES behaviour)."""

    COMMIT = "Commit"
    REPOSITORY_INVITATION = "RepositoryInvitation"
    ORGANIZATION_INVITATION = "OrganizationInvitation"
    SECRET = "SecretScanningAlert"
    TOKEN_LEAKED = "TokenLeaked"
    TOKEN_EXPIRING = "TokenExpiring"
    TOKEN_EXPIRED = "TokenExpired"


class Reason(StrEnum):
    """Why somebody is told (GHES behaviour). The first ones outweigh those after them."""

    MENTION = "mention"
    TEAM_MENTION = "team_mention"
    AUTHOR = "author"
    COMMENT = "comment"
    MANUAL = "manual"
    SUBSCRIBED = "subscribed"
    INVITATION = "invitation"
    SECURITY_ALERT = "security_alert"


STRENGTH = {reason: number for number, reason in enumerate(Reason)}
"""Smaller outweighs."""
PARTICIPATING = frozenset(Reason) - {Reason.SUBSCRIBED, Reason.SECURITY_ALERT}
"""Reasons that are about the person, and no mere watching."""
NAMED = frozenset({Reason.MENTION, Reason.TEAM_MENTION})
"""Reasons that reach who let go of a thread, too."""


class Choice(StrEnum):
    """What somebody chose for a thread."""

    NONE = "none"
    """Nothing: they are told as long as they take part."""
    SUBSCRIBED = "subscribed"
    UNSUBSCRIBED = "unsubscribed"
    """Told of no more, until they are named or write again."""
    IGNORED = "ignored"
    """Told of nothing more at all."""


class Notice(Struct, frozen=True):
    """What somebody is to be told."""

    subject: Subject
    key: str
    """Tells it from all others of its subject."""
    title: str
    """The heart of it, in the words of people: a commit's title, a token's note, a login."""
    reason: Reason
    repository: RepoId | None = None
    comment: CommitCommentId | None = None
    """What was written last."""
    invitation: RepoInvitationId | None = None
    org_invitation: InvitationId | None = None
    alert: int | None = None
    """The id of the alert. With what these name the thread goes as well."""


class Thread(Struct, frozen=True):
    """One thing that somebody is told of."""

    id: ThreadId
    user: UserId
    repository: Repository | None
    subject: Subject
    key: str
    title: str
    reason: Reason
    unread: bool
    updated_at: int
    last_read_at: int | None
    choice: Choice
    chosen_at: int | None
    comment: CommitCommentId | None
    invitation: RepoInvitationId | None
    created_at: int
    changed_at: int
    """Also by reading it, which is no news."""

    @property
    def detail(self) -> str:
        """What the key tells beyond the repository: a commit, the number of an alert, an id."""
        return self.key.rpartition("/")[2]

    @property
    def is_public(self) -> bool:
        """As its repository: who may not see that sees nothing of it."""
        return self.repository is None or self.repository.is_public

    def role_of(self, actor: Actor) -> Role:
        """A thread is its reader's, and nobody else's."""
        return Role.ADMIN if actor.user is not None and actor.user == self.user else Role.NONE
