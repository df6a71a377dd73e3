"""What somebody sees who is asked to work with a repository: the invitation, to be answered."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import collaborators as table
from watchword.accounts.model import User
from watchword.kernel.errors import NotFound
from watchword.repositories import inviting
from watchword.repositories.invitation import RepositoryInvitation
from watchword.repositories.model import Repository
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.repository.finding import PATH, by_name
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, oneself, page
from watchword.work.unit import Work

INVITATION: Final = PATH + "/invitations"
ACCEPT: Final = INVITATION + "/accept"
DECLINE: Final = INVITATION + "/decline"


def show(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Show the invitation to a repository."""
    repository, invitation = _found(work, grant, asked)
    inviter = None if invitation.inviter is None else work.users.by_id(invitation.inviter)
    values = {"repository": repository, "invitation": invitation, "inviter": inviter}
    return View("repository/invitation.html", values)


def accept(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Work with the repository from now on."""
    repository, invitation = _found(work, grant, asked)
    inviting.accept(work, grant, invitation.id)
    said = asked.say("You work with “%(name)s” now.", name=repository.full_name)
    return Redirect(f"/{repository.full_name}", Notice("success", said))


def decline(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Answer with no."""
    repository, invitation = _found(work, grant, asked)
    inviting.decline(work, grant, invitation.id)
    said = asked.say("The invitation to “%(name)s” was declined.", name=repository.full_name)
    return Redirect("/", Notice("success", said))


def _found(work: Work, grant: Grant[User], asked: Asked) -> tuple[Repository, RepositoryInvitation]:
    """The invitation that the person has to that repository. Raises NotFound, also when over."""
    repository = by_name(work, asked.caller, asked.params)
    for one in work.repository_invitations.of_invitee(grant.target.id):
        if repository and one.repository == repository.id and not one.is_expired(work.now):
            return repository, one
    raise NotFound


ANSWER: Final = table.ANSWER_INVITATION

PAGES: Final[list[Page]] = [
    page("GET", INVITATION, table.LIST_OWN_INVITATIONS, oneself, show),
    page("POST", ACCEPT, ANSWER, oneself, accept),
    page("POST", DECLINE, ANSWER, oneself, decline),
]
