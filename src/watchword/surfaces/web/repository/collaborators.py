"""Who works with a repository besides its owner."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.roles import BY_NAME, Role
from watchword.access.table import collaborators as collaborator_table
from watchword.access.table import repositories as table
from watchword.kernel.errors import FieldError, Invalid, NotFound
from watchword.kernel.ids import RepoInvitationId
from watchword.kernel.words import filled
from watchword.repositories import inviting, service
from watchword.repositories.model import Collaborator, Repository
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.repository.finding import at_present_name, by_name, head
from watchword.surfaces.web.repository.running import SETTINGS
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number, page
from watchword.work.unit import Work

ACCESS: Final = SETTINGS + "/access"
ONE: Final = ACCESS + "/{login}"
REMOVE: Final = ONE + "/remove"
CANCEL: Final = ACCESS + "/invitations/{invitation}/cancel"


def show(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """List who works with a repository."""
    values = {
        "head": head(grant.target, asked),
        "entry": asked.entry(role="write"),
        "collaborators": work.repositories.collaborators(grant.target.id),
        "invitations": work.repository_invitations.of_repository(grant.target.id),
    }
    return View("repository/access.html", values)


def add(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Ask somebody to work with a repository."""
    login = asked.sent.text("collaborator").strip()
    person = work.users.by_login(login)
    if person is None:
        message = filled("There is no account '%(login)s'", login=login[:64])
        raise Invalid(FieldError("Repository", "collaborator", "custom", message))
    if inviting.invite(work, grant, person, _role(asked)) is None:
        said = asked.say("“%(login)s” works with this repository now.", login=person.login)
    else:
        said = asked.say(
            "“%(login)s” is invited; the invitation is on the first page that they see here.",
            login=person.login,
        )
    return _said(grant, said)


def cancel(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Take an invitation back."""
    wanted = number(asked.params["invitation"])
    if wanted is None:
        raise NotFound
    found = inviting.of_repository(work, grant.target, RepoInvitationId(wanted))
    inviting.cancel(work, grant, found.id)
    return _said(
        grant, asked.say("The invitation of “%(login)s” was cancelled.", login=found.login)
    )


def change(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Change what somebody may do with a repository. Raises NotFound for who is no collaborator."""
    found = _collaborator(work, grant, asked)
    service.set_collaborator(work, grant, found.login, _role(asked))
    return _said(grant, asked.say("The role of “%(login)s” was changed.", login=found.login))


def show_remove(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Name what taking somebody off means."""
    values = {
        "head": head(grant.target, asked),
        "collaborator": _collaborator(work, grant, asked),
    }
    return View("repository/remove_collaborator.html", values)


def remove(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Let somebody work with a repository no longer."""
    found = _collaborator(work, grant, asked)
    service.remove_collaborator(work, grant, found.login)
    return _said(grant, asked.say("“%(login)s” was removed.", login=found.login))


def _collaborator(work: Work, grant: Grant[Repository], asked: Asked) -> Collaborator:
    wanted = asked.params["login"].lower()
    for one in work.repositories.collaborators(grant.target.id):
        if one.login.lower() == wanted:
            return one
    raise NotFound


def _role(asked: Asked) -> Role:
    role = BY_NAME.get(asked.sent.text("role"))
    if role is None:
        raise Invalid(FieldError("Repository", "role", "invalid"))
    return role


def _said(grant: Grant[Repository], text: str) -> Redirect:
    return Redirect(f"/{grant.target.full_name}/settings/access", Notice("success", text))


LIST: Final = table.LIST_COLLABORATORS

PAGES: Final[list[Page]] = [
    page("GET", ACCESS, LIST, at_present_name(LIST), show),
    page("POST", ACCESS, collaborator_table.INVITE, by_name, add, again=ACCESS),
    page("POST", CANCEL, collaborator_table.CANCEL_INVITATION, by_name, cancel),
    page("POST", ONE, table.SET_COLLABORATOR, by_name, change),
    page("GET", REMOVE, LIST, at_present_name(LIST), show_remove),
    page("POST", REMOVE, table.REMOVE_COLLABORATOR, by_name, remove),
]
