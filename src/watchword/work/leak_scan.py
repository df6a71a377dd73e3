"""After a push: looks through what it brought, and sees to tokens of this server that stand there.

Runs as a job, never in the push's own time. What was looked through is noted by its tips, so that
nothing is left out when two pushes come at once; told again, it adds nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol, TypeVar

import structlog
from msgspec import Struct

from watchword.access.gate import Grant, require
from watchword.access.table import leaks as table
from watchword.access.table import repositories as repository_table
from watchword.audit.model import StoredEvent
from watchword.authn import resolve
from watchword.contents.ports import Readable, Store, Type, readable
from watchword.kernel.errors import NotFound, TooLarge
from watchword.kernel.ids import RepoId, UserId
from watchword.leaks import scanner, service
from watchword.leaks.events import OwnTokenLeaked
from watchword.leaks.model import Alert, Found, Place, Validity
from watchword.ref_updates.model import ZERO
from watchword.repositories.model import Repository
from watchword.tokens.model import Token
from watchword.work import own_tokens
from watchword.work.unit import Database, Work

R = TypeVar("R")

MOST_BYTES: Final = 256 * 2**20
"""Of the files of one push that are looked through, together."""
MOST_FOUND: Final = 1_000
"""Secrets of one push that are told."""
AT_ONCE: Final = 20
"""Secrets that are kept in one unit of work."""
LONGEST_PATH: Final = 4_096

log = structlog.get_logger("watchword")


class PushedFile(Struct, frozen=True):
    """A content that a commit brought, and under which path."""

    blob: str
    path: str
    commit: str


class Files(Protocol):
    """Asks what a push brought."""

    def between(
        self, of: Readable, tips: Sequence[str], known: Sequence[str]
    ) -> Sequence[PushedFile]:
        """Files that commits below the tips brought and those below the known ones did not."""


class Shelf(Protocol):
    """All repositories on disk."""

    def now(self, repository: Readable, fn: Callable[[Store], R]) -> R:
        """Run a function that reads. Raises NotFound."""


class Arrived(Struct, frozen=True):
    """A push, as far as this is about it."""

    repository: RepoId
    readable: Readable
    tips: Sequence[str]
    known: Sequence[str]


class LeakScan:
    """Does it."""

    def __init__(
        self, database: Database, shelf: Shelf, files: Files, site_prefix: str, revocation: str
    ) -> None:
        """Take what it reads with; `revocation` is the setting `leak_revocation`."""
        self._database = database
        self._shelf = shelf
        self._files = files
        self._site_prefix = site_prefix
        self._revocation = revocation

    def look(self, fact: StoredEvent) -> None:
        """Look through a push."""
        actor = resolve.system()
        arrived = self._database.read_now(lambda work: _arrived(work, fact), actor.origin)
        if arrived is None or not arrived.tips:
            return
        try:
            files = self._files.between(arrived.readable, arrived.tips, arrived.known)
            found = self._shelf.now(
                arrived.readable, lambda store: found_in(store, files, self._site_prefix)
            )
        except NotFound:
            # Deleted meanwhile: there is nobody left to tell.
            return
        self._keep_all(arrived, found, fact.origin.user)

        def note(work: Work) -> None:
            if work.repositories.by_id(arrived.repository, None) is not None:
                work.alerts.note_scanned(arrived.repository, arrived.tips, work.now)

        self._database.write_now(note, actor.origin)

    def _keep_all(self, arrived: Arrived, found: Sequence[Found], pusher: UserId | None) -> None:
        """Keep what was found, a few in each unit of work."""
        actor = resolve.system()
        for start in range(0, len(found), AT_ONCE):
            some = found[start : start + AT_ONCE]

            def keep(work: Work, some: Sequence[Found] = some) -> None:
                repository = work.repositories.by_id(arrived.repository, None)
                if repository is not None:
                    grant = require(actor, table.SCAN, repository)
                    for one in some:
                        self._keep(work, grant, one, pusher)

            self._database.write_now(keep, actor.origin)

    def _keep(
        self, work: Work, grant: Grant[Repository], found: Found, pusher: UserId | None
    ) -> None:
        token = own_tokens.find(work, found.secret, self._site_prefix)
        live = token is not None and token.is_live(work.now)
        alert, new = service.keep(work, grant, found, token, pusher)
        revokes = self._revokes(grant.target)
        if token is not None and live:
            if revokes:
                own_tokens.revoke(work, token)
                work.alerts.set_validity(alert.id, Validity.INACTIVE, work.now)
            if revokes or new:
                work.record(_told(token, grant.target, alert, revoked=revokes))
        if revokes:
            own_tokens.end_refresh(work, found.secret, self._site_prefix)

    def _revokes(self, repository: Repository) -> bool:
        return self._revocation == "all" or (self._revocation == "public" and repository.is_public)


def found_in(store: Store, files: Iterable[PushedFile], site_prefix: str) -> Sequence[Found]:
    """What stands in the files; those that are too large, binary or gone are left out."""
    found: list[Found] = []
    left = MOST_BYTES
    for number, file in enumerate(files):
        if left <= 0 or len(found) >= MOST_FOUND:
            log.warning("leak scan cut short", files=number, bytes_left=left)
            break
        try:
            kind, data = store.read(file.blob, scanner.LARGEST)
        except (NotFound, TooLarge):
            continue
        if kind is Type.BLOB:
            left -= len(data)
            found += _in_file(file, data, site_prefix)
    return found[:MOST_FOUND]


def _in_file(file: PushedFile, data: bytes, site_prefix: str) -> Iterable[Found]:
    path = file.path[:LONGEST_PATH]
    for kind, secret, spot in scanner.scan(data, site_prefix):
        yield Found(kind, secret, Place(path, file.blob, file.commit, spot))


def _arrived(work: Work, fact: StoredEvent) -> Arrived | None:
    repository = work.repositories.by_id(RepoId(fact.body["repository_id"]), None)
    if repository is None:
        return None
    commands = work.pushes.commands(fact.body["push"])
    tips = [one.new for one in commands] or [fact.body["after"]]
    known = work.alerts.scanned(repository.id)
    place = readable(require(resolve.system(), repository_table.READ, repository))
    new = sorted(set(tips) - {ZERO, *known})
    return Arrived(repository.id, place, new, known)


def _told(token: Token, repository: Repository, alert: Alert, *, revoked: bool) -> OwnTokenLeaked:
    return OwnTokenLeaked(
        token.owner, repository.id, alert.number, token.id, token.note, token.hashed, revoked
    )
