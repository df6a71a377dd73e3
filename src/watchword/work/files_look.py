"""After a push, or when another branch leads: what files tell of a repository.

Under which licence it is, and in which language most of it is written: found from the files of the
default branch and kept in the repository's row, so that no request reads git for it. Runs as a job;
told again, it finds the same.
"""

from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from msgspec import Struct

from watchword.access.gate import Grant, require
from watchword.access.table import contents as contents_table
from watchword.access.table import repositories as table
from watchword.audit.model import StoredEvent
from watchword.authn import resolve
from watchword.contents import items, languages, licences, reading
from watchword.contents.model import Place
from watchword.contents.ports import Readable, Store, readable
from watchword.contents.resolve import branch
from watchword.kernel.errors import NotFound, TooLarge
from watchword.kernel.ids import RepoId
from watchword.ref_updates.events import Pushed
from watchword.ref_updates.model import BRANCHES
from watchword.repositories.events import RepositoryUpdated
from watchword.repositories.model import OTHER_LICENCE, Repository
from watchword.work.unit import Database, Work

R = TypeVar("R")
MOST_FILES: Final = 5_000
"""Entries of the tree that are looked at for the language, after each push."""

LEADING: Final = "default_branch"
"""The field of a repository by which another file may count."""


class Look(Struct, frozen=True):
    """What files tell."""

    licence: str | None = None
    language: str | None = None


class Shelf(Protocol):
    """All repositories on disk."""

    def now(self, repository: Readable, fn: Callable[[Store], R]) -> R:
        """Run a function that reads. Raises NotFound."""


class FilesLook:
    """Looks."""

    def __init__(self, database: Database, shelf: Shelf) -> None:
        """Take what it reads with."""
        self._database = database
        self._shelf = shelf

    def look(self, fact: StoredEvent) -> None:
        """Look at what a fact may have changed."""
        actor = resolve.system()
        repository = RepoId(fact.body["repository_id"])

        def place(work: Work) -> Readable | None:
            found = work.repositories.by_id(repository, None)
            if found is None or not _concerns(work, fact, found):
                return None
            return readable(require(actor, contents_table.READ, found))

        there = self._database.read_now(place, actor.origin)
        if there is None:
            return
        try:
            seen = self._shelf.now(there, lambda store: _look(store, there.default_branch))
        except NotFound:
            # Deleted meanwhile: there is nothing left to be noted.
            return

        def keep(work: Work) -> None:
            found = work.repositories.by_id(repository, None)
            if found is not None and found.default_branch == there.default_branch:
                note(work, require(actor, table.NOTE_LOOK, found), seen)

        self._database.write_now(keep, actor.origin)


def note(work: Work, grant: Grant[Repository], seen: Look) -> None:
    """Keep what files tell of a repository."""
    grant.must_cover(table.NOTE_LOOK)
    if (grant.target.licence, grant.target.language) != (seen.licence, seen.language):
        work.repositories.note_look(grant.target.id, seen.licence, seen.language)


def _concerns(work: Work, fact: StoredEvent, repository: Repository) -> bool:
    if fact.name == RepositoryUpdated.name:
        return LEADING in fact.body["fields"]
    assert fact.name == Pushed.name, "the facts of the listener"
    moved = [one.ref for one in work.pushes.commands(fact.body["push"])] or [fact.body["ref"]]
    return BRANCHES + repository.default_branch in moved


def _look(store: Store, default_branch: str) -> Look:
    place = branch(store, default_branch)
    return Look() if place is None else Look(_licence(store, place), _language(store, place))


def _language(store: Store, place: Place) -> str | None:
    """The language in which most is written; None where no name of a file tells."""
    try:
        tree = reading.commit(store, place.commit).tree
        return next(iter(languages.shares(store, tree, MOST_FILES)), None)
    except (NotFound, TooLarge):
        return None


def _licence(store: Store, place: Place) -> str | None:
    """The licence that the file at the top is; None where there is no such file."""
    try:
        found = items.licence(store, place, licences.LARGEST)
    except (NotFound, TooLarge):
        return None
    licence = None if found.item.data is None else licences.recognised(found.item.data)
    return OTHER_LICENCE if licence is None else licence.key
