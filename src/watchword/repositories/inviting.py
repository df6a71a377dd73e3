"""Asking people to work with a repository, and what they answer."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.roles import ROLE_NAME_OF, Role
from watchword.access.table import collaborators as table
from watchword.accounts.model import User
from watchword.kernel.errors import FieldError, Invalid, NotFound
from watchword.kernel.ids import OrgId, RepoInvitationId
from watchword.kernel.words import N_, filled
from watchword.repositories import service
from watchword.repositories.events import (
    InvitationAccepted,
    InvitationCancelled,
    InvitationChanged,
    InvitationMade,
    InvitationRejected,
)
from watchword.repositories.invitation import RepositoryInvitation
from watchword.repositories.model import Repository
from watchword.repositories.ports import Work

OWNER: Final = N_("Repository owner cannot be a collaborator")
"""GitHub's sentence (GHES behaviour)."""
MOST: Final = 100
"""Invitations to one repository that wait at a time."""


def invite(
    work: Work, grant: Grant[Repository], invitee: User, role: Role
) -> RepositoryInvitation | None:
    """Ask somebody to work with a repository.

    Who does so already, and who is in the organization that owns it, gets the role at once, and
    there is no invitation then (GHES behaviour).
    Raises Invalid for the owner, and where too many are asked.
    """
    grant.must_cover(table.INVITE)
    repository = grant.target
    service.must_be_live(repository)
    if invitee.id == repository.owner:
        raise Invalid(FieldError("Repository", "collaborator", "custom", OWNER))
    before = service.collaborator(work, repository, invitee)
    if before is not None:
        service.change_role(work, repository, before, role)
        return None
    if repository.in_organization and _is_member(work, repository, invitee):
        service.let_in(work, repository.id, invitee.id, role)
        return None
    waiting = work.repository_invitations.of_repository(repository.id)
    if len([one for one in waiting if one.invitee != invitee.id]) >= MOST:
        message = filled("At most %(most)s invitations can wait at a time", most=MOST)
        raise Invalid(FieldError("Repository", "collaborator", "custom", message))
    made = work.repository_invitations.put(
        repository.id, invitee.id, grant.actor.user, role, work.now
    )
    work.record(InvitationMade(repository.id, invitee.id, made.id, ROLE_NAME_OF[role]))
    return made


def change(
    work: Work, grant: Grant[Repository], invitation: RepoInvitationId, role: Role
) -> RepositoryInvitation:
    """Ask for another role. Raises NotFound, also for one to another repository (attack 58)."""
    grant.must_cover(table.CHANGE_INVITATION)
    service.must_be_live(grant.target)
    found = of_repository(work, grant.target, invitation)
    work.repository_invitations.set_role(found.id, role)
    about = (grant.target.id, found.invitee, found.id)
    work.record(InvitationChanged(*about, ROLE_NAME_OF[role]))
    return of_repository(work, grant.target, invitation)


def cancel(work: Work, grant: Grant[Repository], invitation: RepoInvitationId) -> None:
    """Take an invitation back. Raises NotFound, also for one to another repository."""
    grant.must_cover(table.CANCEL_INVITATION)
    _cancel(work, of_repository(work, grant.target, invitation))


def uninvite(work: Work, repository: Repository, person: User) -> None:
    """Take back what somebody was asked, if anything, as part of letting them go."""
    for one in work.repository_invitations.of_repository(repository.id):
        if one.invitee == person.id:
            _cancel(work, one)


def accept(work: Work, grant: Grant[User], invitation: RepoInvitationId) -> None:
    """Work with the repository from now on.

    Raises NotFound for an invitation of somebody else, or one that is too old, and NotPermitted
    when the repository is read-only.
    """
    grant.must_cover(table.ANSWER_INVITATION)
    found = of_invitee(work, grant.target, invitation)
    repository = work.repositories.by_id(found.repository, grant.target.id)
    if repository is None or found.is_expired(work.now):
        raise NotFound
    service.must_be_live(repository)
    about = (found.repository, found.invitee)
    work.repository_invitations.delete(found.id)
    work.record(InvitationAccepted(*about, found.id))
    service.let_in(work, *about, found.role)


def decline(work: Work, grant: Grant[User], invitation: RepoInvitationId) -> None:
    """Answer with no. Raises NotFound for an invitation of somebody else."""
    grant.must_cover(table.ANSWER_INVITATION)
    found = of_invitee(work, grant.target, invitation)
    work.repository_invitations.delete(found.id)
    work.record(InvitationRejected(found.repository, found.invitee, found.id))


def of_repository(
    work: Work, repository: Repository, invitation: RepoInvitationId
) -> RepositoryInvitation:
    """Find an invitation to that repository. Raises NotFound."""
    for one in work.repository_invitations.of_repository(repository.id):
        if one.id == invitation:
            return one
    raise NotFound


def of_invitee(work: Work, person: User, invitation: RepoInvitationId) -> RepositoryInvitation:
    """Find an invitation that a person has. Raises NotFound."""
    for one in work.repository_invitations.of_invitee(person.id):
        if one.id == invitation:
            return one
    raise NotFound


def _is_member(work: Work, repository: Repository, person: User) -> bool:
    return work.organizations.member(OrgId(repository.owner), person.id) is not None


def _cancel(work: Work, found: RepositoryInvitation) -> None:
    work.repository_invitations.delete(found.id)
    work.record(InvitationCancelled(found.repository, found.invitee, found.id))
