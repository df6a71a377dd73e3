"""Making a repository of another one: a fork, or one that begins as a template."""

from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant, require
from watchword.access.table import forks as table
from watchword.access.table import repositories as repository_table
from watchword.kernel.errors import FieldError, Invalid, NotFound
from watchword.kernel.ids import RepoId
from watchword.repositories import forking, names
from watchword.repositories.model import Repository, Visibility
from watchword.repositories.names import LONGEST_TEXT
from watchword.repositories.service import Wanted
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.web.forms import noting
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.repository.finding import PATH, Head, at_present_name, by_name, head
from watchword.surfaces.web.repository.making import LONGEST_NAME, owners_offered, visibility_of
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, page, page_in_steps
from watchword.work.forks import WantedFork
from watchword.work.templates import FromTemplate
from watchword.work.unit import Work

FORK: Final = PATH + "/fork"
GENERATE: Final = PATH + "/generate"


class Shown(Struct, frozen=True):
    """What both forms show."""

    head: Head
    owners: list[tuple[str, str]]

    @property
    def values(self) -> dict[str, object]:
        """What the templates are given."""
        longest = {"name": LONGEST_NAME, "text": LONGEST_TEXT}
        return {"head": self.head, "owners": self.owners, "longest": longest}


def show_fork(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Show the form of a fork."""
    shown = _shown(work, grant, asked)
    entry = asked.entry(owner=shown.owners[0][0], name=grant.target.name, only_default="yes")
    return View("repository/fork.html", {**shown.values, "entry": entry})


async def fork(steps: Steps[Repository], asked: Asked) -> Answer:
    """Make a fork, and go there; it is filled in the background."""
    source = await steps.read(lambda _work, grant: grant.target)
    sent = asked.sent
    complaints: list[FieldError] = []
    with noting(complaints):
        names.repository(sent.text("name"))
    if complaints:
        raise Invalid(*complaints)
    owner = _organization(asked)
    only = sent.text("only_default") == "yes"
    wanted = WantedFork(source.id, owner, sent.text("name"), only)
    made = await asked.services.rooms.copies.forks.fork(asked.caller.actor, wanted)
    name = await steps.read(lambda work, _grant: _name_of(work, asked, made))
    said = asked.say("“%(name)s” was forked from “%(source)s”.", name=name, source=source.full_name)
    return Redirect(f"/{name}", Notice("success", said))


def show_generate(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Show the form of a repository that begins as a template."""
    forking.must_be_template(work, grant)
    shown = _shown(work, grant, asked)
    entry = asked.entry(owner=shown.owners[0][0], visibility=Visibility.PRIVATE)
    return View("repository/generate.html", {**shown.values, "entry": entry})


async def generate(steps: Steps[Repository], asked: Asked) -> Answer:
    """Make a repository that begins with what stands in a template, and go there."""
    template = await steps.read(lambda _work, grant: grant.target)
    sent = asked.sent
    complaints: list[FieldError] = []
    with noting(complaints):
        names.repository(sent.text("name"))
    with noting(complaints):
        names.description(sent.text("description"))
    visibility = Visibility.PRIVATE
    with noting(complaints):
        visibility = visibility_of(sent)
    if complaints:
        raise Invalid(*complaints)
    wanted = FromTemplate(
        template.id,
        _organization(asked),
        Wanted(sent.text("name"), visibility, sent.text("description")),
        all_branches=sent.text("all_branches") == "yes",
    )
    made = await asked.services.rooms.copies.templates.generate(asked.caller.actor, wanted)
    name = await steps.read(lambda work, _grant: _name_of(work, asked, made))
    said = asked.say("Repository “%(name)s” was created.", name=name)
    return Redirect(f"/{name}", Notice("success", said))


def _shown(work: Work, grant: Grant[Repository], asked: Asked) -> Shown:
    person = work.users.by_id(asked.user.id)
    if person is None:
        raise NotFound
    return Shown(head(grant.target, asked), owners_offered(work, grant.actor, person))


def _organization(asked: Asked) -> str | None:
    """Whose it is to be; None for one's own."""
    owner = asked.sent.text("owner").strip()
    return None if owner.lower() in {"", asked.user.login.lower()} else owner


def _name_of(work: Work, asked: Asked, number: RepoId) -> str:
    found = work.repositories.by_id(number, asked.caller.actor.user)
    return require(asked.caller.actor, repository_table.READ, found).target.full_name


PAGES: Final[list[Page]] = [
    page("GET", FORK, table.FORK, at_present_name(table.FORK), show_fork),
    page_in_steps("POST", FORK, table.FORK, by_name, fork, again=FORK),
    page("GET", GENERATE, table.GENERATE, at_present_name(table.GENERATE), show_generate),
    page_in_steps("POST", GENERATE, table.GENERATE, by_name, generate, again=GENERATE),
]
