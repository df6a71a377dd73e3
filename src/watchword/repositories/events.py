"""Facts about repositories."""

from dataclasses import dataclass

from watchword.kernel.events import Event
from watchword.kernel.ids import OrgId, RepoId, RepoInvitationId, UserId


@dataclass(frozen=True, slots=True)
class RepositoryCreated(Event):
    """There is a new repository."""

    name = "repo.create"
    repository_id: RepoId
    repo: str
    visibility: str


@dataclass(frozen=True, slots=True)
class RepositoryUpdated(Event):
    """Description, homepage or default branch changed."""

    name = "repo.update"
    repository_id: RepoId
    fields: tuple[str, ...]
    before: tuple[str | None, ...] = ()
    """What stood in them."""


@dataclass(frozen=True, slots=True)
class RepositoryRenamed(Event):
    """The old name leads to it from now on."""

    name = "repo.rename"
    repository_id: RepoId
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RepositoryOffered(Event):
    """Another person may have it."""

    name = "repo.transfer_start"
    repository_id: RepoId
    user_id: UserId
    """Who may."""
    wanted: str
    """What it would be called there."""


@dataclass(frozen=True, slots=True)
class RepositoryOfferRefused(Event):
    """They do not want it."""

    name = "repo.transfer_reject"
    repository_id: RepoId
    user_id: UserId


@dataclass(frozen=True, slots=True)
class RepositoryOfferWithdrawn(Event):
    """They may have it no longer."""

    name = "repo.transfer_cancel"
    repository_id: RepoId
    user_id: UserId


@dataclass(frozen=True, slots=True)
class RepositoryTransferred(Event):
    """Another one owns it; the old address leads to it from now on."""

    name = "repo.transfer"
    repository_id: RepoId
    old: str
    new: str
    before: UserId
    """Who owned it."""
    from_org: bool = False
    """Whether that was an organization."""


@dataclass(frozen=True, slots=True)
class RepositoryTransferredOut(Event):
    """An organization owns it no longer: the same as that one's log tells it."""

    name = "repo.transfer_outgoing"
    repository_id: RepoId
    org_id: OrgId
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class VisibilityChanged(Event):
    """Others see it now, or no longer."""

    name = "repo.access"
    repository_id: RepoId
    before: str
    now: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class RepositoryArchived(Event):
    """It is read-only."""

    name = "repo.archived"
    repository_id: RepoId


@dataclass(frozen=True, slots=True)
class RepositoryUnarchived(Event):
    """It can be written again."""

    name = "repo.unarchived"
    repository_id: RepoId


@dataclass(frozen=True, slots=True)
class RepositoryDeleted(Event):
    """The row is gone; the folder follows."""

    name = "repo.destroy"
    repository_id: RepoId
    repo: str
    key: str
    org_id: OrgId | None = None
    visibility: str = "private"
    default_branch: str = "main"
    description: str | None = None
    created_at: int = 0
    updated_at: int = 0
    pushed_at: int | None = None
    owner_id: UserId | None = None
    """Who owned it, a person or an organization."""


@dataclass(frozen=True, slots=True)
class CollaboratorAdded(Event):
    """Somebody works with it, or has another role."""

    name = "repo.add_member"
    repository_id: RepoId
    user_id: UserId
    role: str


@dataclass(frozen=True, slots=True)
class CollaboratorRemoved(Event):
    """Somebody no longer works with it."""

    name = "repo.remove_member"
    repository_id: RepoId
    user_id: UserId


@dataclass(frozen=True, slots=True)
class RepositoryForked(Event):
    """Somebody has a copy of it, which is a repository of its own."""

    name = "repo.fork"
    repository_id: RepoId
    """What was forked."""
    fork: RepoId
    repo: str
    """What the fork is called, with its owner."""
    visibility: str


@dataclass(frozen=True, slots=True)
class TemplateSwitched(Event):
    """Others may begin with it from now on, or no longer."""

    name = "repo.set_template"
    repository_id: RepoId
    is_template: bool


@dataclass(frozen=True, slots=True)
class CollaboratorChanged(Event):
    """Somebody has another role."""

    name = "repo.update_member"
    repository_id: RepoId
    user_id: UserId
    role: str
    before: str


@dataclass(frozen=True, slots=True)
class InvitationMade(Event):
    """Somebody was asked to work with it."""

    name = "repository_invitation.create"
    repository_id: RepoId
    user_id: UserId
    invitation: RepoInvitationId
    role: str


@dataclass(frozen=True, slots=True)
class InvitationChanged(Event):
    """Somebody was asked to work with it in another way."""

    name = "repository_invitation.update"
    repository_id: RepoId
    user_id: UserId
    invitation: RepoInvitationId
    role: str


@dataclass(frozen=True, slots=True)
class InvitationAccepted(Event):
    """Somebody wants to work with it."""

    name = "repository_invitation.accept"
    repository_id: RepoId
    user_id: UserId
    invitation: RepoInvitationId


@dataclass(frozen=True, slots=True)
class InvitationRejected(Event):
    """Somebody does not want to work with it."""

    name = "repository_invitation.reject"
    repository_id: RepoId
    user_id: UserId
    invitation: RepoInvitationId


@dataclass(frozen=True, slots=True)
class InvitationCancelled(Event):
    """Somebody is asked no longer."""

    name = "repository_invitation.cancel"
    repository_id: RepoId
    user_id: UserId
    invitation: RepoInvitationId
