"""After a gist changed: tokens of this server that stand in it are ended. Gists have no alerts."""

from collections.abc import Sequence

from watchword.access.gate import require
from watchword.access.table import gists as gist_table
from watchword.access.table import leaks as table
from watchword.audit.model import StoredEvent
from watchword.authn import resolve
from watchword.contents import gist_files
from watchword.contents import resolve as resolve_names
from watchword.contents.ports import Readable, Store
from watchword.gists.events import GistCreated
from watchword.gists.model import Gist
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import GistId
from watchword.leaks.events import OwnTokenInGist
from watchword.leaks.model import Found
from watchword.ref_updates.model import ZERO
from watchword.work import own_tokens
from watchword.work.leak_scan import Files, Shelf, found_in
from watchword.work.unit import Database, Work


class GistScan:
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
        """Look through what a new gist begins with, or what came to one later."""
        actor, gist = resolve.system(), GistId(fact.body["gist"])

        def unit(work: Work) -> tuple[Readable, Sequence[str], Sequence[str]] | None:
            found = work.gists.by_id(gist)
            if found is None or not self._revokes(found):
                return None
            place = gist_files.readable(require(actor, gist_table.READ, found))
            return place, *(((), ()) if fact.name == GistCreated.name else _ends(work, fact))

        arrived = self._database.read_now(unit, actor.origin)
        if arrived is None:
            return
        place, tips, before = arrived
        try:
            tips = tips or self._shelf.now(place, lambda store: _tip(store, place))
            files = self._files.between(place, tips, before)
            found = self._shelf.now(place, lambda store: found_in(store, files, self._site_prefix))
        except NotFound:
            # Deleted meanwhile: nobody reads it there any more.
            return
        for one in found:
            self._end(gist, one)

    def _end(self, gist: GistId, found: Found) -> None:
        """End the token that it is, if it is one that lives; told again, it is dead already."""
        actor = resolve.system()

        def unit(work: Work) -> None:
            there = work.gists.by_id(gist)
            if there is None:
                return
            require(actor, table.SCAN, there)
            token = own_tokens.find(work, found.secret, self._site_prefix)
            if token is not None and token.is_live(work.now):
                own_tokens.revoke(work, token)
                about = (token.owner, gist, token.id, token.note, token.hashed)
                work.record(OwnTokenInGist(*about))
            own_tokens.end_refresh(work, found.secret, self._site_prefix)

        self._database.write_now(unit, actor.origin)

    def _revokes(self, gist: Gist) -> bool:
        return self._revocation == "all" or (self._revocation == "public" and gist.is_listed)


def _tip(store: Store, place: Readable) -> Sequence[str]:
    """The commit that a gist stands on."""
    found = resolve_names.branch(store, place.default_branch)
    return [] if found is None else [found.commit]


def _ends(work: Work, fact: StoredEvent) -> tuple[Sequence[str], Sequence[str]]:
    """The commits that came, and those that were there."""
    commands = work.pushes.commands(fact.body["push"])
    moved = [(one.old, one.new) for one in commands]
    moved = moved or [(fact.body["before"], fact.body["after"])]
    tips = sorted({new for _, new in moved} - {ZERO})
    return tips, sorted({old for old, _ in moved} - {ZERO})
