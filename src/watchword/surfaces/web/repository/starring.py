"""Marking and watching a repository from its pages; who does, and what was forked from it."""

from collections.abc import Callable
from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import forks as fork_table
from watchword.access.table import social as table
from watchword.accounts.model import User
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.pagination import Page as Listed
from watchword.kernel.pagination import PageRequest
from watchword.repositories.model import Repository
from watchword.social import starring, watching
from watchword.surfaces.web.repository.finding import PATH, at_present_name, by_name, marked_head
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number, page
from watchword.work.unit import Work

CHOICES: Final = {
    "participating": (False, False),
    "everything": (True, False),
    "nothing": (False, True),
}
"""What one may choose to be told, as whether one is subscribed and whether all is ignored."""


def star(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Mark a repository with a star."""
    starring.star(work, grant, asked.user.id)
    return Redirect(f"/{grant.target.full_name}")


def unstar(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Take the star away."""
    starring.unstar(work, grant, asked.user.id)
    return Redirect(f"/{grant.target.full_name}")


def watch(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Choose what one wants to be told of a repository."""
    chosen = CHOICES.get(asked.sent.text("choice"))
    if chosen is None:
        raise Invalid(FieldError("Repository", "choice", "invalid"))
    subscribed, ignored = chosen
    watching.choose(work, grant, asked.user.id, subscribed=subscribed, ignored=ignored)
    return Redirect(f"/{grant.target.full_name}")


def stargazers(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """List who marked a repository, the newest first."""

    def find(part: PageRequest) -> Listed[User]:
        found = work.stars.stargazers(grant.target, part, newest_first=True)
        return found.map(lambda one: one.user)

    return _people(work, grant, asked, "stargazers", find)


def watchers(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """List who watches a repository."""
    return _people(
        work, grant, asked, "watchers", lambda part: work.watches.watchers(grant.target, part)
    )


def forks(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """List what was forked from a repository, the newest first."""
    viewer = grant.actor.user
    found = work.lineage.forks(grant.target.id, viewer, _part(asked))
    there = (work.repositories.by_id(number, viewer) for number in found.items)
    values = {
        "head": marked_head(work, grant.target, asked),
        "forks": Listed([one for one in there if one is not None], found.total, found.request),
    }
    return View("repository/forks.html", values)


def _people(
    work: Work,
    grant: Grant[Repository],
    asked: Asked,
    which: str,
    find: Callable[[PageRequest], Listed[User]],
) -> View:
    values = {
        "head": marked_head(work, grant.target, asked),
        "which": which,
        "people": find(_part(asked)),
    }
    return View("repository/gazers.html", values)


def _part(asked: Asked) -> PageRequest:
    return PageRequest.of(number(asked.query.text("page")), None)


LISTS: Final = (
    ("/stargazers", table.LIST_STARGAZERS, stargazers),
    ("/watchers", table.LIST_WATCHERS, watchers),
    ("/forks", fork_table.LIST, forks),
)
PAGES: Final[list[Page]] = [
    page("POST", PATH + "/star", table.STAR, by_name, star),
    page("POST", PATH + "/unstar", table.UNSTAR, by_name, unstar),
    page("POST", PATH + "/watch", table.WATCH, by_name, watch),
    *(
        page("GET", PATH + tail, operation, at_present_name(operation), show)
        for tail, operation, show in LISTS
    ),
]
