"""Invitations to repositories put into GitHub's shape."""

from watchword.access.actor import Actor
from watchword.kernel.ids import UserId
from watchword.repositories.invitation import RepositoryInvitation
from watchword.surfaces.rest import showing
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.collaborators import RepositoryInvitationShape, invitation
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work.unit import Work


def shown(
    work: Work, actor: Actor, found: RepositoryInvitation, at: Addresses
) -> RepositoryInvitationShape:
    """Say of an invitation what both sides may know: it names the repository to who is asked."""
    repository = work.repositories.by_id(found.repository, actor.user)
    assert repository is not None, "an invitation goes with its repository"
    return invitation(
        found,
        showing.shown(work, actor, repository, at),
        _user(work, found.invitee, at),
        _user(work, found.inviter, at),
        work.now,
        at,
    )


def _user(work: Work, number: UserId | None, at: Addresses) -> SimpleUser | None:
    found = None if number is None else work.users.by_id(number)
    return None if found is None else simple_user(found, at)
