"""After a push, or when another branch leads: what files tell of a repository.

Under which licence it is, and in which languages it is written: found from the files of the default
branch and kept in the repository's row, so that no request reads git for it. Runs as a job; told
again, it finds the same. Repositories that nobody looked at are looked at by and by.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Final, Protocol, TypeVar

from msgspec import Struct, field

from watchword.access.gate import Grant, require
from watchword.access.table import contents as contents_table
from watchword.access.table import repositories as table
from watchword.accounts.model import SITE
from watchword.audit.model import StoredEvent
from watchword.authn import resolve
from watchword.contents import items, languages, licences, reading
from watchword.contents.model import Place
from watchword.contents.ports import Readable, Store, readable
from watchword.contents.resolve import branch
from watchword.kernel.clock import Clock
from watchword.kernel.errors import NotFound, TooLarge
from watchword.kernel.ids import RepoId
from watchword.ref_updates.events import Pushed
from watchword.ref_updates.model import BRANCHES
from watchword.repositories.events import RepositoryUpdated
from watchword.repositories.looks import MOST_LANGUAGES
from watchword.repositories.model import OTHER_LICENCE, Repository
from watchword.work.complaints import Complaints
from watchword.work.unit import Database, Work

R = TypeVar("R")
MOST_FILES: Final = 5_000
"""Entries of the tree that are looked at for the languages."""
AT_ONCE: Final = 500
"""Repositories that are looked at by and by in one go."""
LONGEST: Final = 10_000
"""Milliseconds after which such a go ends with the repository that it is at."""

LEADING: Final = "default_branch"
"""The field of a repository by which another file may count."""


class Look(Struct, frozen=True):
    """What files tell."""

    licence: str | None = None
    languages: Mapping[str, int] = field(default_factory=dict)


Concerns = Callable[[Work, Repository], bool]
"""Whether a repository is still to be looked at."""


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
        self._complaints = Complaints()

    def look(self, fact: StoredEvent) -> None:
        """Look at what a fact may have changed."""
        self._look_at(RepoId(fact.body["repository_id"]), partial(_concerns, fact))

    def look_at_others(self, clock: Clock) -> int:
        """Look at some that nobody looked at, as those from before; gives how many it came to."""
        actor = resolve.system()

        def some(work: Work) -> Sequence[RepoId]:
            require(actor, table.NOTE_LOOK, SITE)
            return work.repositories.without_look(AT_ONCE)

        found = self._database.read_now(some, actor.origin)
        until = clock.milliseconds() + LONGEST
        for number, repository in enumerate(found):
            if clock.milliseconds() >= until:
                return number
            try:
                self._look_at(repository, _is_unknown)
            except Exception as error:  # noqa: BLE001 - whatever a damaged one leads to
                # Those that come after a damaged one are looked at all the same.
                self._complain(repository, error)
        return len(found)

    def _complain(self, number: RepoId, error: Exception) -> None:
        actor = resolve.system()

        def named(work: Work) -> tuple[str, str] | None:
            require(actor, table.NOTE_LOOK, SITE)
            found = work.repositories.by_id(number, None)
            return None if found is None else (found.key, found.full_name)

        whose = self._database.read_now(named, actor.origin)
        if whose is not None:
            key, name = whose
            self._complaints.tell("files not looked at", key, error, repository=name)

    def _look_at(self, repository: RepoId, concerns: Concerns) -> None:
        actor = resolve.system()

        def place(work: Work) -> Readable | None:
            found = work.repositories.by_id(repository, None)
            if found is None or not concerns(work, found):
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
            if (
                found is not None
                and found.default_branch == there.default_branch
                and concerns(work, found)
            ):
                note(work, require(actor, table.NOTE_LOOK, found), seen)

        self._database.write_now(keep, actor.origin)


def note(work: Work, grant: Grant[Repository], seen: Look) -> None:
    """Keep what files tell of a repository."""
    grant.must_cover(table.NOTE_LOOK)
    known = grant.target.licence, work.repositories.languages(grant.target.id)
    if known != (seen.licence, seen.languages):
        work.repositories.note_look(grant.target.id, seen.licence, seen.languages)


def _is_unknown(work: Work, repository: Repository) -> bool:
    return work.repositories.languages(repository.id) is None


def _concerns(fact: StoredEvent, work: Work, repository: Repository) -> bool:
    if fact.name == RepositoryUpdated.name:
        return LEADING in fact.body["fields"]
    assert fact.name == Pushed.name, "the facts of the listener"
    moved = [one.ref for one in work.pushes.commands(fact.body["push"])] or [fact.body["ref"]]
    return BRANCHES + repository.default_branch in moved


def _look(store: Store, default_branch: str) -> Look:
    place = branch(store, default_branch)
    return Look() if place is None else Look(_licence(store, place), _languages(store, place))


def _languages(store: Store, place: Place) -> Mapping[str, int]:
    """The languages in which most is written; none where no name of a file tells."""
    try:
        tree = reading.commit(store, place.commit).tree
        found = languages.shares(store, tree, MOST_FILES)
    except (NotFound, TooLarge):
        return {}
    return dict(islice(found.items(), MOST_LANGUAGES))


def _licence(store: Store, place: Place) -> str | None:
    """The licence that the file at the top is; None where there is no such file."""
    try:
        found = items.licence(store, place, licences.LARGEST)
    except (NotFound, TooLarge):
        return None
    licence = None if found.item.data is None else licences.recognised(found.item.data)
    return OTHER_LICENCE if licence is None else licence.key
