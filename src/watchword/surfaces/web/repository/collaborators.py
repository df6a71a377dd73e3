"""Who works with a repository besides its owner."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.roles import BY_NAME, Role
from watchword.access.table import repositories as table
from watchword.kernel.errors import FieldError, Invalid, NotFound
from watchword.repositories import service
from watchword.repositories.model import Collaborator, Repository
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.repository.finding import at_present_name, by_name, head
from watchword.surfaces.web.repository.running import SETTINGS
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, page
from watchword.work.unit import Work

ACCESS: Final = SETTINGS + "/access"
ONE: Final = ACCESS + "/{login}"
REMOVE: Final = ONE + "/remove"


def show(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """List who works with a repository."""
    values = {
        "head": head(grant.target, asked),
        "entry": asked.entry(role="write"),
        "collaborators": work.repositories.collaborators(grant.target.id),
    }
    return View("repository/access.html", values)


def add(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Let somebody work with a repository."""
    login = asked.sent.text("collaborator").strip()
    service.set_collaborator(work, grant, login, _role(asked))
    return _said(grant, asked.say("“%(login)s” works with this repository now.", login=login))


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
    page("POST", ACCESS, table.SET_COLLABORATOR, by_name, add, again=ACCESS),
    page("POST", ONE, table.SET_COLLABORATOR, by_name, change),
    page("GET", REMOVE, LIST, at_present_name(LIST), show_remove),
    page("POST", REMOVE, table.REMOVE_COLLABORATOR, by_name, remove),
]
