"""Reading a log: of an organization, of the site, of oneself; a page at a time."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from watchword.access.gate import Grant
from watchword.access.table import audit as table
from watchword.accounts.model import Site, User
from watchword.audit import cursors, names, phrase
from watchword.audit.model import Entry, Log, Position
from watchword.audit.phrase import Phrase, Term
from watchword.audit.ports import Work
from watchword.kernel.events import Origin
from watchword.organizations.model import Organization

INCLUDE: Final = {
    "web": (Term("action", (names.GIT,), negated=True),),
    "git": (Term("action", (names.GIT,)),),
    "all": (),
}
"""Which entries are meant: those of git itself, all others, or all."""


class Wanted(Struct, frozen=True):
    """Which part of a log is wanted."""

    phrase: str = ""
    include: str = "web"
    after: str = ""
    before: str = ""
    """Cursors: what comes after that place, or what came just before it."""
    ascending: bool = False
    """The oldest first."""
    size: int = 30


class Part(Struct, frozen=True):
    """A part of a log, and cursors that lead on and back; None where there is nothing."""

    entries: Sequence[Entry]
    after: str | None = None
    before: str | None = None


def of_organization(work: Work, grant: Grant[Organization], wanted: Wanted) -> Part:
    """What happened in an organization. Raises Invalid for a phrase or cursor that is none."""
    grant.must_cover(table.READ_OF_ORG)
    asked = phrase.parse(wanted.phrase, grant.target.login)
    return _part(work, Log(org=grant.target.id), asked, wanted)


def of_site(work: Work, grant: Grant[Site], wanted: Wanted) -> Part:
    """What happened on the server. Raises Invalid for a phrase or cursor that is none."""
    grant.must_cover(table.READ_OF_SITE)
    return _part(work, Log(), phrase.parse(wanted.phrase), wanted)


def of_oneself(work: Work, grant: Grant[User], wanted: Wanted) -> Part:
    """What a person did, and what was done to them.

    Where somebody else did it, from where and with what is not told. Raises Invalid for a phrase or
    cursor that is none.
    """
    grant.must_cover(table.READ_OWN)
    me = grant.target.id
    found = _part(work, Log(person=me), phrase.parse(wanted.phrase), wanted)
    return replace(found, entries=[_concealed(one, me) for one in found.entries])


def _concealed(entry: Entry, me: int) -> Entry:
    """Keep from a person what others used; of nobody in particular everything is told."""
    event = entry.event
    if entry.actor_id is None or entry.actor_id == me:
        return entry
    whence = Origin(user=event.origin.user, kind=event.origin.kind, login=event.origin.login)
    return replace(entry, event=replace(event, origin=whence))


def _part(work: Work, log: Log, asked: Phrase, wanted: Wanted) -> Part:
    asked = asked.with_term(*INCLUDE[wanted.include])
    if wanted.before:
        return _part_before(work, log, asked, wanted)
    start = cursors.read(work.keys, log, wanted.after, "after") if wanted.after else None
    found = work.log.search(log, asked, start, ascending=wanted.ascending, size=wanted.size)
    first = found.entries[0].position if found.entries else start
    back = _written(work, log, first if start is not None else None)
    return Part(found.entries, _written(work, log, found.more), back)


def _part_before(work: Work, log: Log, asked: Phrase, wanted: Wanted) -> Part:
    """What came just before a place: found the other way round, then turned."""
    start = cursors.read(work.keys, log, wanted.before, "before")
    found = work.log.search(log, asked, start, ascending=not wanted.ascending, size=wanted.size)
    entries = list(reversed(found.entries))
    last = entries[-1].position if entries else start
    return Part(entries, _written(work, log, last), _written(work, log, found.more))


def _written(work: Work, log: Log, at: Position | None) -> str | None:
    return None if at is None else cursors.written(work.keys, log, at)
