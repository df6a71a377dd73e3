"""The log in SQL: searched by the moment, from a position on, with bounded work per search."""

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

from watchword.audit.model import Entry, Log, Position, Stretch
from watchword.audit.phrase import Phrase, Term
from watchword.storage.audit_terms import condition, is_look_up, is_within
from watchword.storage.events import EVENT, event_of
from watchword.storage.prepared import Row
from watchword.storage.tables.work import events

ENTRY: Final = (
    *EVENT,
    events.c.actor_id,
    events.c.user_id,
    events.c.repository_id,
    events.c.org_id,
    events.c.named,
)
SEARCHED: Final = (
    events.c.actor_key,
    events.c.user_key,
    events.c.org_key,
    events.c.repo_key,
    events.c.address,
    events.c.hashed_token,
)
MOST_ROWS: Final = 20_000
"""How many rows one search looks at where no index leads to what is wanted."""
CONCEALED: Final = frozenset({"ip", "hashed_token"})
"""What a person is not told of what others did, and so must not find out by searching either."""


NARROW: Final = frozenset({"actor", "user", "repo", "ip", "hashed_token"})
"""What leads to fewer rows than an organization has."""


class SqlAuditLog:
    """Facts as a log that is searched."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def search(
        self, log: Log, phrase: Phrase, beyond: Position | None, *, ascending: bool, size: int
    ) -> Stretch:
        """Find up to `size` entries of a log beyond a position, the oldest or the newest first."""
        search = _Search(self._connection, phrase, beyond, ascending, size)
        found = [search.within(one) for one in _sources(log, phrase)]
        sign = 1 if ascending else -1

        def order(at: Position) -> tuple[int, int]:
            return sign * at.at_ms, sign * at.id

        entries = sorted(
            (one for part in found for one in part.entries), key=lambda one: order(one.position)
        )
        # Beyond the place where the first source stopped, that one might still have something.
        stops = [part.more for part in found if part.more is not None]
        stop = min(stops, key=order, default=None)
        if stop is not None:
            entries = [one for one in entries if order(one.position) <= order(stop)]
        if len(entries) > size:
            return Stretch(entries[:size], entries[size - 1].position)
        return Stretch(entries, stop)


class _Search:
    """One search, made in each source."""

    def __init__(
        self,
        connection: sa.Connection,
        phrase: Phrase,
        beyond: Position | None,
        ascending: bool,  # noqa: FBT001 - private
        size: int,
    ) -> None:
        self._connection = connection
        self._ascending = ascending
        self._size = size
        drivers = [one for one in phrase.terms if is_look_up(one)]
        driver = max(drivers, key=lambda one: one.qualifier in NARROW, default=None)
        self._rest: list[Term] = [one for one in phrase.terms if one is not driver]
        self._first: list[sa.ColumnElement[bool]] = []
        if driver is not None:
            self._first.append(condition(driver, events.c))
        self._first += [
            is_within(one, events.c.at_ms, turned=turned) for one, turned in phrase.spans
        ]
        if beyond is not None:
            self._first.append(self._beyond(beyond))

    def within(self, source: Sequence[sa.ColumnElement[bool]]) -> Stretch:
        """Find one entry more than is wanted among the rows of a source, or all that there are."""
        rows = (
            sa.select(*ENTRY, *SEARCHED)
            .where(*source, *self._first)
            .order_by(*self._order(events.c.at_ms, events.c.id))
        )
        if self._rest:
            part = rows.limit(MOST_ROWS).subquery()
            wanted = (
                sa.select(*(part.c[one.name] for one in ENTRY))
                .where(*(condition(one, part.c) for one in self._rest))
                .order_by(*self._order(part.c.at_ms, part.c.id))
                .limit(self._size + 1)
            )
        else:
            wanted = rows.limit(self._size + 1)
        entries = [_entry(row) for row in self._connection.execute(wanted)]
        if len(entries) > self._size:
            return Stretch(entries, entries[-1].position)
        return Stretch(entries, self._edge(source) if self._rest else None)

    def _edge(self, source: Sequence[sa.ColumnElement[bool]]) -> Position | None:
        """Where a search stopped that looked at as many rows as it may; None where it saw all."""
        last = (
            sa.select(events.c.at_ms, events.c.id)
            .where(*source, *self._first)
            .order_by(*self._order(events.c.at_ms, events.c.id))
            .offset(MOST_ROWS - 1)
            .limit(1)
        )
        row = self._connection.execute(last).first()
        return Position(*row) if row else None

    def _order(self, *columns: sa.ColumnElement[Any]) -> list[sa.ColumnElement[Any]]:
        return [one.asc() if self._ascending else one.desc() for one in columns]

    def _beyond(self, at: Position) -> sa.ColumnElement[bool]:
        """Beyond a position; the moment stands alone as well, so that the index is used."""
        ms, number = events.c.at_ms, events.c.id
        if self._ascending:
            return sa.and_(ms >= at.at_ms, sa.or_(ms > at.at_ms, number > at.id))
        return sa.and_(ms <= at.at_ms, sa.or_(ms < at.at_ms, number < at.id))


def _sources(log: Log, phrase: Phrase) -> list[list[sa.ColumnElement[bool]]]:
    """The rows of a log, in parts that each have an index and no row in common."""
    if log.org is not None:
        # Of two indices the embedded database takes any: a sum keeps it from that of the whole log,
        # where a name or a hash leads to fewer rows.
        narrow = any(is_look_up(term) and term.qualifier in NARROW for term in phrase.terms)
        whose: sa.ColumnElement[int] = events.c.org_id
        return [[(whose + 0) == log.org if narrow else whose == log.org]]
    if log.person is None:
        return [[]]
    me, actor = log.person, events.c.actor_id
    by_others: sa.ColumnElement[bool] = actor.is_(None)
    if not any(term.qualifier in CONCEALED for term in phrase.terms):
        by_others = sa.or_(by_others, actor != me)
    return [[actor == me], [events.c.user_id == me, by_others]]


def _entry(row: Row) -> Entry:
    named = row[9] or {}
    event = event_of(row)
    return Entry(
        event,
        actor_id=row[5],
        user_id=row[6],
        repository_id=row[7],
        org_id=row[8],
        actor=named.get("actor") or event.origin.login or None,
        user=named.get("user"),
        org=named.get("org"),
        repo=named.get("repo"),
    )
