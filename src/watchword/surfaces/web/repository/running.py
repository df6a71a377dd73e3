"""Settings of a repository: what is said of it, its default branch, its name."""

from typing import Final

from watchword.access.gate import Grant, require
from watchword.access.table import forks as fork_table
from watchword.access.table import repositories as table
from watchword.contents import refs
from watchword.contents.model import RefKind
from watchword.repositories import forking, service, topics
from watchword.repositories.model import Repository
from watchword.repositories.names import LONGEST_HOMEPAGE, LONGEST_TEXT
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.repository.finding import PATH, Head, at_present_name, by_name, head
from watchword.surfaces.web.repository.making import LONGEST_NAME
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, page, page_in_steps
from watchword.work.unit import Work

SETTINGS: Final = PATH + "/settings"
RENAME: Final = SETTINGS + "/rename"
MOST_BRANCHES: Final = 1_000


async def show(steps: Steps[Repository], asked: Asked) -> Answer:
    """Show the settings of a repository."""

    def unit(work: Work, grant: Grant[Repository]) -> tuple[Head, bool]:
        return head(grant.target, asked), work.lineage.of(grant.target.id).is_template

    found, is_template = await steps.read(unit)
    branches = await asked.services.rooms.shelf.open(
        found.readable, lambda store: refs.names(store, RefKind.BRANCH, MOST_BRANCHES)
    )
    repository = found.repository
    names = [name.decode("utf-8", "replace") for name in branches.names]
    entry = asked.entry(
        description=repository.description or "",
        homepage=repository.homepage or "",
        default_branch=repository.default_branch,
        name=repository.name,
        topics=" ".join(repository.topics),
        template="yes" if is_template else "",
    )
    values = {
        "head": found,
        "entry": entry,
        "branches": [(name, name) for name in names],
        "longest": {"text": LONGEST_TEXT, "homepage": LONGEST_HOMEPAGE, "name": LONGEST_NAME},
    }
    return View("repository/settings.html", values)


async def update(steps: Steps[Repository], asked: Asked) -> Answer:
    """Change what is said of a repository, and its default branch."""
    sent = asked.sent
    branch = sent.get("default_branch")
    repository = await steps.read(lambda _work, grant: grant.target)
    service.must_be_live(repository)

    def unit(work: Work, grant: Grant[Repository]) -> None:
        service.update(
            work,
            grant,
            description=sent.text("description"),
            homepage=sent.text("homepage"),
            default_branch=branch,
        )
        _say_more(work, grant, asked)

    async with asked.services.rooms.default_branches.moved(repository, branch):
        await steps.write(unit)
    said = asked.say("The settings of “%(name)s” were saved.", name=repository.full_name)
    return Redirect(f"/{repository.full_name}/settings", Notice("success", said))


def _say_more(work: Work, grant: Grant[Repository], asked: Asked) -> None:
    """Change the topics, and whether others may begin with it; each is granted for itself."""
    sent, actor = asked.sent, grant.actor

    def now() -> Repository | None:
        return work.repositories.by_id(grant.target.id, actor.user)

    if "topics" in sent:
        words = sent.text("topics").replace(",", " ").split()
        topics.replace(work, require(actor, table.SET_TOPICS, now()), words)
    template = require(actor, fork_table.SET_TEMPLATE, now())
    forking.set_template(work, template, is_template=sent.text("template") == "yes")


def rename(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Give a repository another name; the old one leads to it."""
    before = grant.target
    service.rename(work, grant, asked.sent.text("name"))
    now = work.repositories.by_id(before.id, asked.caller.actor.user) or before
    said = asked.say(
        "“%(before)s” is now “%(now)s”. The old address leads to the new one.",
        before=before.full_name,
        now=now.full_name,
    )
    return Redirect(f"/{now.full_name}/settings", Notice("success", said))


PAGES: Final[list[Page]] = [
    page_in_steps("GET", SETTINGS, table.UPDATE, at_present_name(table.UPDATE), show),
    page_in_steps("POST", SETTINGS, table.UPDATE, by_name, update, again=SETTINGS),
    page("POST", RENAME, table.RENAME, by_name, rename, again=SETTINGS),
]
