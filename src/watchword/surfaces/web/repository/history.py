"""How a repository came about: its commits."""

from typing import Final

from msgspec import Struct

from watchword.contents import history as histories
from watchword.contents import resolve
from watchword.contents.history import Log
from watchword.contents.model import Place
from watchword.contents.ports import Store
from watchword.surfaces.web.repository import trail as trails
from watchword.surfaces.web.repository.finding import Head, rest, shown
from watchword.surfaces.web.repository.trail import Offered, Trail
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number


class History(Struct, frozen=True):
    """A page of history and what is told of it."""

    place: Place
    offered: Offered
    log: Log


async def commits(asked: Asked, head: Head) -> Answer:
    """List the commits that lead to a place, or that changed its path."""
    wanted = number(asked.query.text("page")) or 1

    def read(store: Store) -> History:
        place = resolve.place(store, rest(asked), head.readable.default_branch)
        return History(place, trails.offered(store), histories.log(store, place, wanted))

    found = await asked.services.rooms.shelf.open(head.readable, read)
    trail = Trail(head, found.place, "commits", found.offered)
    return View("repository/commits.html", {"head": head, "trail": trail, "log": found.log})


async def all_commits(asked: Asked, head: Head) -> Answer:
    """Lead to the history of the first page's branch."""
    branch = head.readable.default_branch
    found = await asked.services.rooms.shelf.open(
        head.readable, lambda store: resolve.first(store, branch)
    )
    return Redirect(head.to("commits", found.quoted) if found else head.path)


PAGES: Final[list[Page]] = [
    shown("/commits", all_commits),
    shown("/commits/{*rest}", commits),
]
