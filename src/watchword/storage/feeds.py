"""What happened of late, in SQL: the newest facts that a viewer may know of."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec.structs import replace

from watchword.audit.feed_model import Feed, Happening
from watchword.kernel.ids import UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.ref_updates.events import Pushed
from watchword.ref_updates.told import told_by
from watchword.releases.events import ReleasePublished
from watchword.repositories.events import RepositoryForked, VisibilityChanged
from watchword.repositories.model import Visibility
from watchword.social.comments.events import CommitCommented
from watchword.storage.accounts import PERSON
from watchword.storage.events import EVENT, event_of
from watchword.storage.sight import may_see, repository_of, seen
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.comments import commit_comments
from watchword.storage.tables.lineage import lineage
from watchword.storage.tables.releases import releases
from watchword.storage.tables.repositories import repositories
from watchword.storage.tables.social import follows, watches
from watchword.storage.tables.work import events

PLACE = (events.c.at_ms, events.c.id)
NEWEST_FIRST = [column.desc() for column in PLACE]
PUSH = sa.case((events.c.name == Pushed.name, events.c.body))
DOER = accounts.alias()
LATER = events.alias()
SHOWN_OR_HIDDEN_LATER = (
    sa.select(LATER.c.id)
    .where(
        LATER.c.repository_id == events.c.repository_id,
        LATER.c.name == VisibilityChanged.name,
        LATER.c.id > events.c.id,
    )
    .correlate(events)
    .exists()
)


def _number(field: str) -> sa.ColumnElement[int]:
    """The number in a field of a fact."""
    return sa.cast(events.c.body[field].as_string(), sa.BigInteger)


COMMENTED = (
    sa.select(commit_comments.c.id)
    .where(
        commit_comments.c.id == _number("comment"),
        commit_comments.c.repository_id == events.c.repository_id,
    )
    .correlate(events)
    .exists()
)
RELEASED = (
    sa.select(releases.c.id)
    .where(
        releases.c.id == _number("release"),
        releases.c.repository_id == events.c.repository_id,
        releases.c.draft.is_(False),
    )
    .correlate(events)
    .exists()
)


class SqlFeeds:
    """Facts as those are told of them who could see them happen."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def page(self, feed: Feed, most: int, part: PageRequest) -> Page[Happening]:
        """A part of the newest of them, of which there are so many at most."""
        found: set[tuple[int, int, int]] = set()
        wanted = _seen(feed).where(
            events.c.name.in_(feed.names), events.c.at_ms >= feed.since * 1000, _tells(feed)
        )
        newest = wanted.with_only_columns(*PLACE, PUSH).order_by(*NEWEST_FIRST).limit(most)
        for source in _sources(feed):
            rows = self._connection.execute(newest.where(*source))
            found.update((at, number, _parts(push)) for at, number, push in rows)
        order = [
            (number, one)
            for _, number, parts in sorted(found, reverse=True)
            for one in reversed(range(parts))
        ]
        chosen = part.part_of(order[:most])
        return Page(self._all(feed, chosen.items), chosen.total, part)

    def _all(self, feed: Feed, parts: Sequence[tuple[int, int]]) -> list[Happening]:
        if not parts:
            return []
        wanted = _seen(feed).add_columns(*EVENT, events.c.actor_id)
        numbers = {number for number, _ in parts}
        rows = self._connection.execute(wanted.where(events.c.id.in_(numbers)))
        width = len(EVENT) + 1
        told = {
            row[-width]: Happening(
                event_of(row[-width:]), UserId(row[-1]), repository_of(row[:-width], feed.viewer)
            )
            for row in rows
        }
        return [replace(told[number], part=one) for number, one in parts]


def _parts(push: Mapping[str, Any] | None) -> int:
    """As how many things a fact is told: a push by each of its refs, anything else as it is."""
    return 1 if push is None else len(told_by(push))


def _seen(feed: Feed) -> sa.Select[Any]:
    """Facts about what the viewer may see, done by somebody who is still there."""
    doer = sa.and_(DOER.c.id == events.c.actor_id, DOER.c.kind == PERSON)
    return (
        seen(sa.literal(feed.viewer, sa.BigInteger))
        .join(events, events.c.repository_id == repositories.c.id)
        .join(DOER, doer)
        .where(
            _within(feed),
            may_see(feed.viewer),
            ~SHOWN_OR_HIDDEN_LATER,
        )
    )


def _tells(feed: Feed) -> sa.ColumnElement[bool]:
    """Whether what a fact is about is still there, and the viewer may know of it.

    Asked here, not where it is told: what is left out must not count, or pages would be short.
    """
    shown = events.c.body["now"].as_string() == Visibility.PUBLIC.value
    return sa.case(
        (events.c.name == VisibilityChanged.name, shown),
        (events.c.name == RepositoryForked.name, _forked(feed)),
        (events.c.name == CommitCommented.name, COMMENTED),
        (events.c.name == ReleasePublished.name, RELEASED),
        else_=sa.true(),
    )


def _forked(feed: Feed) -> sa.ColumnElement[bool]:
    """Whether the viewer sees the fork as well; a feed of what is public has public ones alone."""
    fork = seen(sa.literal(feed.viewer, sa.BigInteger)).where(
        repositories.c.id == _number("fork"), _within(feed), may_see(feed.viewer)
    )
    return fork.with_only_columns(repositories.c.id).correlate(events).exists()


def _within(feed: Feed) -> sa.ColumnElement[bool]:
    return repositories.c.visibility.in_([one.value for one in feed.visibilities])


def _sources(feed: Feed) -> list[list[sa.ColumnElement[bool]]]:
    """The rows that are wanted, in parts that each have an index."""
    actor, repository = events.c.actor_id, events.c.repository_id
    if feed.repository is not None:
        return [[repository == feed.repository]]
    if feed.network is not None:
        root = feed.network
        forks = sa.or_(lineage.c.source_id == root, lineage.c.parent_id == root)
        copies = sa.select(lineage.c.repository_id).where(forks)
        return [[repository == root], [repository.in_(copies)]]
    if feed.organization is not None:
        return [[events.c.org_id == feed.organization]]
    if feed.done_by is not None:
        return [[actor == feed.done_by]]
    if feed.received_by is None:
        return [[events.c.name == name] for name in feed.names]
    me = feed.received_by
    mine = sa.select(watches.c.repository_id).where(watches.c.user_id == me)
    followed = sa.select(follows.c.followed_id).where(follows.c.follower_id == me)
    return [
        [repository.in_(mine.where(~watches.c.ignored)), actor != me],
        [actor.in_(followed), repository.not_in(mine.where(watches.c.ignored))],
    ]
