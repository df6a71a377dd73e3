"""Making a repository."""

from typing import Final

from watchword.access.actor import Actor
from watchword.access.gate import Grant
from watchword.access.table import repositories as table
from watchword.accounts.model import User
from watchword.contents import gitignores, licences
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.pagination import PageRequest
from watchword.repositories import in_organization, names
from watchword.repositories.model import Visibility
from watchword.repositories.names import LONGEST_TEXT
from watchword.repositories.service import Wanted
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.web.forms import Form, noting
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import (
    Answer,
    Asked,
    Page,
    Redirect,
    View,
    oneself,
    page,
    page_in_steps,
)
from watchword.work.create_repository import beginning
from watchword.work.unit import Work

NEW: Final = "/new"
MOST: Final = PageRequest(size=100)
LONGEST_NAME: Final = 100
"""Characters of a name (repositories/names.py)."""


def show_new(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Show the form of a new repository; `?owner=…&name=…` fills it in."""
    name = asked.query.text("name")[:LONGEST_NAME]
    person = grant.target
    offered = owners_offered(work, grant.actor, person)
    owner = asked.query.text("owner") or person.login
    entry = asked.entry(name=name, visibility=Visibility.PRIVATE, owner=owner)
    values = {
        "entry": entry,
        "owner": person,
        "owners": offered,
        "longest": LONGEST_TEXT,
        "licences": [(one.key, one.name) for one in licences.every() if not one.hidden],
        "ignored": [(name, name) for name in gitignores.names()],
    }
    return View("repository/new.html", values)


def owners_offered(work: Work, actor: Actor, person: User) -> list[tuple[str, str]]:
    """Oneself, and the organizations in which one may make repositories."""
    found = work.organizations.of(person.id, actor.user, MOST).items
    letting = [
        org.login
        for org in found
        if any(in_organization.lets_create(actor, org, one) for one in Visibility)
    ]
    return [(login, login) for login in (person.login, *letting)]


async def make(steps: Steps[User], asked: Asked) -> Answer:
    """Make a repository, and go there."""
    login = await steps.read(lambda _work, grant: grant.target.login)
    owner = asked.sent.text("owner").strip() or login
    wanted = _wanted(asked)
    sent = asked.sent
    begun = beginning(
        sent.text("readme") == "yes", sent.text("license_template"), sent.text("gitignore_template")
    )
    made = await asked.services.rooms.maker.make(asked.caller.actor, owner, wanted, begun)
    said = asked.say("Repository “%(name)s” was created.", name=made.full_name)
    return Redirect(f"/{made.full_name}", Notice("success", said))


def _wanted(asked: Asked) -> Wanted:
    """Read the form; all that is wrong with it is told at once."""
    complaints: list[FieldError] = []
    sent = asked.sent
    with noting(complaints):
        names.repository(sent.text("name"))
    with noting(complaints):
        names.description(sent.text("description"))
    visibility = Visibility.PRIVATE
    with noting(complaints):
        visibility = visibility_of(sent)
    if complaints:
        raise Invalid(*complaints)
    return Wanted(sent.text("name"), visibility, sent.text("description"))


def visibility_of(sent: Form) -> Visibility:
    """Read a visibility. Raises Invalid."""
    for one in Visibility:
        if one == sent.text("visibility"):
            return one
    raise Invalid(FieldError("Repository", "visibility", "invalid"))


PAGES: Final[list[Page]] = [
    page("GET", NEW, table.CREATE_PUBLIC, oneself, show_new),
    page_in_steps("POST", NEW, table.CREATE_PUBLIC, oneself, make, again=NEW),
]
