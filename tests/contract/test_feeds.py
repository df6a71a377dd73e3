"""What happened of late as storage tells it, on both databases: the newest, to those who may."""

import pytest
import sqlalchemy as sa
from msgspec import structs

from tests.world import NOON, fresh_sqlite
from watchword.access.actor import Actor
from watchword.access.kinds import Kind
from watchword.access.roles import Role
from watchword.audit.feed_model import Feed
from watchword.kernel.events import Origin
from watchword.kernel.pagination import PageRequest
from watchword.releases.events import ReleasePublished
from watchword.releases.ports import NewRelease
from watchword.repositories.carried import EVERY, PUBLIC
from watchword.repositories.events import RepositoryForked, VisibilityChanged
from watchword.repositories.model import Visibility
from watchword.social.comments.events import CommitCommented
from watchword.social.comments.ports import NewComment
from watchword.social.events import Starred, Unstarred
from watchword.storage.feeds import SqlFeeds

NAMES = (Starred.name, VisibilityChanged.name)
FACTS = tuple(
    one.name for one in (VisibilityChanged, CommitCommented, ReleasePublished, RepositoryForked)
)
SHA = "a" * 40
ALL = PageRequest(1, 100)


@pytest.fixture
def alice(world):
    return world.user("alice")


@pytest.fixture
def bob(world):
    return world.user("bob")


def does(world, person, *facts):
    actor = Actor(person.id, Kind.SESSION, origin=Origin(user=person.id))
    for fact in facts:
        world.clock.now += 1
        world.write(lambda work, fact=fact: work.record(fact), actor)


def feed(viewer, visibilities=EVERY, **whose):
    number = None if viewer is None else viewer.id
    return Feed(names=NAMES, viewer=number, visibilities=visibilities, since=NOON, **whose)


def told(world, wanted, most=100, part=ALL):
    page = world.read(lambda work: work.feeds.page(wanted, most, part))
    return [one.event.body["starred_at"] for one in page.items], page.total


def test_a_part_of_the_newest_is_told(world, alice, bob):
    made = world.repository(alice, "aqueduct")
    does(world, bob, *(Starred(made.id, number) for number in range(5)), Unstarred(made.id))
    wanted = feed(None, repository=made.id)
    assert told(world, wanted) == ([4, 3, 2, 1, 0], 5)
    assert told(world, wanted, most=3) == ([4, 3, 2], 3)
    assert told(world, wanted, part=PageRequest(2, 2)) == ([2, 1], 5)
    assert told(world, feed(None, done_by=bob.id)) == ([4, 3, 2, 1, 0], 5)
    assert told(world, feed(None, done_by=alice.id)) == ([], 0)


def test_a_fact_reaches_somebody_once_though_they_watch_and_follow(world, alice, bob):
    made, other = world.repository(alice, "aqueduct"), world.repository(alice, "other")
    carol = world.user("carol")
    does(world, carol, Starred(made.id, 1), Starred(other.id, 2))
    does(world, bob, Starred(made.id, 3))

    def marks(work):
        work.watches.put(bob.id, made.id, ignored=False, now=work.now)
        work.follows.add(bob.id, carol.id, work.now)

    world.write(marks)
    assert told(world, feed(bob, received_by=bob.id)) == ([2, 1], 2)


def test_only_what_the_viewer_sees_is_told(world, alice, bob):
    made = world.repository(alice, "closed", Visibility.PRIVATE)
    does(world, alice, Starred(made.id, 1))
    wanted = {"done_by": alice.id}
    assert told(world, feed(alice, **wanted)) == ([1], 1)
    for viewer, visibilities in ((alice, PUBLIC), (bob, EVERY), (None, EVERY)):
        assert told(world, feed(viewer, visibilities, **wanted)) == ([], 0)
    world.collaborator(made, bob, Role.READ)
    assert told(world, feed(bob, **wanted)) == ([1], 1)


def test_the_site_a_network_and_an_organization_are_told_of(world, alice, bob):
    source, other = world.repository(alice, "aqueduct"), world.repository(alice, "other")
    fork, further = (world.repository(bob, name) for name in ("aqueduct", "further"))
    org = world.organization("vigiles", alice)
    inside = world.repository(org, "tower")
    closed = world.repository(alice, "closed", Visibility.PRIVATE)
    places = (source, other, fork, further, inside, closed)
    does(world, alice, *(Starred(place.id, number) for number, place in enumerate(places)))

    def forked(work):
        work.lineage.begin_fork(fork.id, source.id, source.id, None, work.now)
        work.lineage.begin_fork(further.id, fork.id, source.id, None, work.now)

    world.write(forked)
    assert told(world, feed(None)) == ([4, 3, 2, 1, 0], 5)
    assert told(world, feed(alice)) == ([5, 4, 3, 2, 1, 0], 6)
    assert told(world, feed(None), most=2) == ([4, 3], 2)
    assert told(world, feed(None, network=source.id)) == ([3, 2, 0], 3)
    assert told(world, feed(None, network=other.id)) == ([1], 1)
    assert told(world, feed(None, organization=org.id)) == ([4], 1)


def test_what_came_before_it_was_shown_stays_untold(world, alice):
    made = world.repository(alice, "aqueduct")
    does(world, alice, Starred(made.id, 1), VisibilityChanged(made.id, "private", "public", "k"))
    does(world, alice, Starred(made.id, 2))
    page = world.read(lambda work: work.feeds.page(feed(None, repository=made.id), 9, ALL))
    assert [one.event.name for one in page.items] == [Starred.name, VisibilityChanged.name]


def test_what_somebody_did_who_is_gone_is_untold(world, alice, bob):
    made = world.repository(alice, "aqueduct")
    does(world, bob, Starred(made.id, 1))
    world.write(lambda work: work.users.leave(bob, work.now))
    assert told(world, feed(None, repository=made.id)) == ([], 0)


def test_what_is_about_something_gone_or_hidden_does_not_count(world, alice, bob):
    made, other = world.repository(alice, "aqueduct"), world.repository(alice, "other")
    fork = world.repository(bob, "aqueduct", Visibility.PRIVATE)

    def things(work):
        new = NewComment(SHA, bob.id, "x", None, None, None)
        shown = NewRelease("v1", "main", None, None, False, False, None, 1)
        draft = structs.replace(shown, draft=True, latest_at=None)
        added = [work.releases.add(made, one, work.now).id for one in (shown, draft)]
        return work.commit_comments.add(made, new, work.now).id, *added

    comment, published, draft = world.write(things)
    does(
        world,
        bob,
        VisibilityChanged(made.id, "private", "public"),
        CommitCommented(made.id, comment, SHA),
        ReleasePublished(made.id, published, "v1"),
        RepositoryForked(made.id, fork.id, "bob/aqueduct", "private"),
    )
    gone = 99
    does(
        world,
        bob,
        CommitCommented(made.id, gone, SHA),
        CommitCommented(other.id, comment, SHA),
        ReleasePublished(made.id, gone, "v1"),
        ReleasePublished(other.id, published, "v1"),
        ReleasePublished(made.id, draft, "v1"),
        RepositoryForked(made.id, gone, "bob/aqueduct", "public"),
    )

    def names(viewer, visibilities=EVERY):
        wanted = structs.replace(feed(viewer, visibilities, done_by=bob.id), names=FACTS)
        page = world.read(lambda work: work.feeds.page(wanted, 100, ALL))
        assert page.total == len(page.items)
        return [one.event.name for one in reversed(page.items)]

    assert names(bob) == list(FACTS)
    assert names(None) == names(alice) == names(bob, PUBLIC) == list(FACTS[:-1])
    does(world, bob, VisibilityChanged(made.id, "public", "private"))
    assert names(bob) == []


INDEXES = {
    "received_by": "ix_events_",
    "done_by": "ix_events_",
    "repository": "ix_events_repository_id_name_at_ms",
    "network": "ix_events_repository_id_name_at_ms",
    "organization": "ix_events_org_id_",
    None: "ix_events_name_at_ms",
}


@pytest.mark.parametrize(("whose", "index"), INDEXES.items())
def test_facts_come_by_an_index(tmp_path, whose, index):
    engine = sa.create_engine(fresh_sqlite(tmp_path))
    seen = []
    with engine.connect() as connection:

        def look(_connection, _cursor, statement, parameters, _context, _many):
            seen.append((statement, parameters))

        sa.event.listen(connection, "before_cursor_execute", look)
        chosen = {} if whose is None else {whose: 1}
        wanted = Feed(names=NAMES, viewer=1, visibilities=EVERY, since=NOON, **chosen)
        SqlFeeds(connection).page(wanted, 300, ALL)
        sa.event.remove(connection, "before_cursor_execute", look)
        assert seen
        for statement, parameters in seen:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [row[3] for row in plan]
            assert not [one for one in steps if one.startswith("SCAN ")], steps
            # The newest of the whole site are read in their order: the rest is never looked at.
            assert whose or "USE TEMP B-TREE FOR ORDER BY" not in steps, steps
            assert any(index in one for one in steps), steps
    engine.dispose()
