"""Making a repository."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import repositories as table
from watchword.accounts.model import User
from watchword.kernel.errors import FieldError, Invalid
from watchword.repositories import names
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
from watchword.work.unit import Work

NEW: Final = "/new"
LONGEST_NAME: Final = 100
"""Characters of a name (repositories/names.py)."""


def show_new(_work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Show the form of a new repository; `?name=…` fills it in."""
    name = asked.query.text("name")[:LONGEST_NAME]
    entry = asked.entry(name=name, visibility=Visibility.PRIVATE)
    values = {"entry": entry, "owner": grant.target, "longest": LONGEST_TEXT}
    return View("repository/new.html", values)


async def make(steps: Steps[User], asked: Asked) -> Answer:
    """Make a repository, and go there."""
    owner = await steps.read(lambda _work, grant: grant.target)
    wanted = _wanted(asked)
    readme = asked.sent.text("readme") == "yes"
    made = await asked.services.rooms.maker.make(
        asked.caller.actor, owner.login, wanted, readme=readme
    )
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
