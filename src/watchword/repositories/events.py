"""Facts about repositories."""

from watchword.kernel.events import Event
from watchword.kernel.ids import OrgId, RepoId, RepoInvitationId, UserId


class RepositoryCreated(Event, frozen=True):
    """There is a new repository."""

    name = "repo.create"
    repository_id: RepoId
    repo: str
    visibility: str


class RepositoryUpdated(Event, frozen=True):
    """Description, homepage or default branch changed."""

    name = "repo.update"
    repository_id: RepoId
    fields: tuple[str, ...]
    before: tuple[str | None, ...] = ()
    """What stood in them."""


class RepositoryRenamed(Event, frozen=True):
    """The old name leads to it from now on."""

    name = "repo.rename"
    repository_id: RepoId
    old: str
    new: str


class RepositoryOffered(Event, frozen=True):
    """Another person may have it."""

    name = "repo.transfer_start"
    repository_id: RepoId
    user_id: UserId
    """Who may."""
    wanted: str
    """What it would be called there."""


class RepositoryOfferRefused(Event, frozen=True):
    """They do not want it."""

    name = "repo.transfer_reject"
    repository_id: RepoId
    user_id: UserId


class RepositoryOfferWithdrawn(Event, frozen=True):
    """They may have it no longer."""

    name = "repo.transfer_cancel"
    repository_id: RepoId
    user_id: UserId


class RepositoryTransferred(Event, frozen=True):
    """Another one owns it; the old address leads to it from now on."""

    name = "repo.transfer"
    repository_id: RepoId
    old: str
    new: str
    before: UserId
    """Who owned it."""
    from_org: bool = False
    """Whether that was an organization."""


class RepositoryTransferredOut(Event, frozen=True):
    """An organization owns it no longer: the same as that one's log tells it."""

    name = "repo.transfer_outgoing"
    repository_id: RepoId
    org_id: OrgId
    old: str
    new: str


class VisibilityChanged(Event, frozen=True):
    """Others see it now, or no longer."""

    name = "repo.access"
    repository_id: RepoId
    before: str
    now: str
    key: str = ""


class RepositoryArchived(Event, frozen=True):
    """It is read-only."""

    name = "repo.archived"
    repository_id: RepoId


class RepositoryUnarchived(Event, frozen=True):
    """It can be written again."""

    name = "repo.unarchived"
    repository_id: RepoId


class RepositoryDeleted(Event, frozen=True):
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


class CollaboratorAdded(Event, frozen=True):
    """Somebody works with it, or has another role."""

    name = "repo.add_member"
    repository_id: RepoId
    user_id: UserId
    role: str


class CollaboratorRemoved(Event, frozen=True):
    """Somebody no longer works with it."""

    name = "repo.remove_member"
    repository_id: RepoId
    user_id: UserId


class RepositoryForked(Event, frozen=True):
    """Somebody has a copy of it, which is a repository of its own."""

    name = "repo.fork"
    repository_id: RepoId
    """What was forked."""
    fork: RepoId
    repo: str
    """What the fork is called, with its owner."""
    visibility: str


class TemplateSwitched(Event, frozen=True):
    """Others may begin with it from now on, or no longer."""

    name = "repo.set_template"
    repository_id: RepoId
    is_template: bool


class CollaboratorChanged(Event, frozen=True):
    """Somebody has another role."""

    name = "repo.update_member"
    repository_id: RepoId
    user_id: UserId
    role: str
    before: str


class InvitationMade(Event, frozen=True):
    """Somebody was asked to work with it."""

    name = "repository_invitation.create"
    repository_id: RepoId
    user_id: UserId
    invitation: RepoInvitationId
    role: str


class InvitationChanged(Event, frozen=True):
    """Somebody was asked to work with it in another way."""

    name = "repository_invitation.update"
    repository_id: RepoId
    user_id: UserId
    invitation: RepoInvitationId
    role: str


class InvitationAccepted(Event, frozen=True):
    """Somebody wants to work with it."""

    name = "repository_invitation.accept"
    repository_id: RepoId
    user_id: UserId
    invitation: RepoInvitationId


class InvitationRejected(Event, frozen=True):
    """Somebody does not want to work with it."""

    name = "repository_invitation.reject"
    repository_id: RepoId
    user_id: UserId
    invitation: RepoInvitationId


class InvitationCancelled(Event, frozen=True):
    """Somebody is asked no longer."""

    name = "repository_invitation.cancel"
    repository_id: RepoId
    user_id: UserId
    invitation: RepoInvitationId
