"""How a repository came about: its commits, and what each of them changed."""

from dataclasses import dataclass
from typing import Final

from watchword.contents import compare, differences, reading, renames, resolve
from watchword.contents import history as histories
from watchword.contents.compare import Changes
from watchword.contents.differences import FileDifference
from watchword.contents.history import Log
from watchword.contents.model import Commit, Place
from watchword.contents.ports import Store
from watchword.surfaces.web.repository import trail as trails
from watchword.surfaces.web.repository.finding import Head, rest, shown
from watchword.surfaces.web.repository.trail import Offered, Trail
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number


@dataclass(frozen=True, slots=True)
class History:
    """A page of history and what is told of it."""

    place: Place
    offered: Offered
    log: Log


@dataclass(frozen=True, slots=True)
class CommitChanges:
    """A commit and the files that it changed."""

    commit: Commit
    changes: Changes
    files: list[FileDifference]

    @property
    def totals(self) -> tuple[int, int]:
        """Lines that came and went, of the files whose lines are shown."""
        return differences.totals(self.files)


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


async def commit(asked: Asked, head: Head) -> Answer:
    """Show what a commit changed."""

    def read(store: Store) -> CommitChanges:
        found = reading.commit(store, resolve.commit(store, asked.params["commit"].encode()))
        changes = renames.paired(store, compare.of_commit(store, found))
        return CommitChanges(found, changes, differences.of(store, changes))

    found = await asked.services.rooms.shelf.open(head.readable, read)
    return View("repository/commit.html", {"head": head, "found": found, "commit": found.commit})


PAGES: Final[list[Page]] = [
    shown("/commits", all_commits),
    shown("/commits/{*rest}", commits),
    shown("/commit/{commit}", commit),
]
