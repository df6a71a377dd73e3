"""Threads of notifications as both databases keep them."""

import pytest

from watchword.access.roles import Role
from watchword.kernel.pagination import PageRequest
from watchword.leaks.model import Validity
from watchword.leaks.ports import NewAlert
from watchword.notifications.model import Choice, Notice, Reason, Subject
from watchword.notifications.ports import Sight, ThreadListing
from watchword.organizations.model import OrgRole
from watchword.repositories.model import Visibility

EVERY = ThreadListing(unread=False)
ALL = PageRequest(1, 100)


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture
def bob(world):
    return world.user("bob")


def about(repository, key="1", reason=Reason.MENTION, **more):
    return Notice(Subject.COMMIT, f"{repository.id}/{key}", "Begin", reason, repository.id, **more)


def told(world, user, *notices):
    for notice in notices:
        world.write(lambda work, one=notice: work.threads.put(user.id, one, work.now))
        world.clock.now += 1


def threads(world, user, listing=EVERY, **sight):
    def unit(work):
        page = work.threads.page(Sight(user.id, **sight), listing, ALL)
        assert page.total == len(page.items)
        return list(page.items)

    return world.read(unit)


def has_unread(world, user):
    return world.read(lambda work: work.threads.has_unread(user.id))


def test_a_notice_of_the_same_thing_stands_in_the_same_thread(world, octavia, bob):
    things = world.repository(octavia, "things")
    told(world, bob, about(things), about(things, "2"), about(things, reason=Reason.COMMENT))
    newest, older = threads(world, bob)
    assert (newest.key, newest.reason, newest.unread) == (f"{things.id}/1", Reason.COMMENT, True)
    assert (older.detail, older.repository.full_name) == ("2", "octavia/things")
    assert newest.updated_at > newest.created_at
    assert threads(world, octavia) == []


def test_threads_are_seen_by_those_who_see_the_repository_and_by_nobody_else(world, octavia, bob):
    hidden = world.repository(octavia, "hidden", Visibility.PRIVATE)
    told(world, bob, about(hidden))
    told(world, octavia, about(hidden))
    sight = Sight(bob.id)
    assert (threads(world, bob), has_unread(world, bob)) == ([], False)
    assert world.read(lambda work: work.threads.changed_at(sight)) is None
    assert world.write(lambda work: work.threads.mark(sight, work.now, work.now)) == 0
    assert len(threads(world, octavia)) == 1
    assert threads(world, octavia, public_only=True) == []
    world.collaborator(hidden, bob, Role.READ)
    assert len(threads(world, bob)) == 1
    assert has_unread(world, bob)


def test_members_and_teams_see_what_their_organization_shows_them(world, octavia, bob):
    org = world.organization("legion", octavia, base_role=Role.NONE.value)
    camp = world.repository(org, "camp", Visibility.PRIVATE)
    told(world, bob, about(camp))
    world.member(org, bob)
    assert threads(world, bob) == []
    team = world.team(org, "scouts", bob)
    world.team_works(team, camp, Role.READ)
    assert len(threads(world, bob)) == 1


def alert_in(world, repository):
    def unit(work):
        new = NewAlert(1, "x", b"d" * 32, b"s", None, Validity.UNKNOWN)
        return work.alerts.add(repository, new, work.now)

    made = world.write(unit)
    key = f"{repository.id}/1"
    return Notice(Subject.SECRET, key, "x", Reason.SECURITY_ALERT, repository.id, alert=made.id)


def test_alerts_are_for_those_who_run_the_repository(world, octavia, bob):
    org = world.organization("legion", octavia)
    camp = world.repository(org, "camp")
    notice = alert_in(world, camp)
    carol = world.user("carol")
    for one in (octavia, bob, carol):
        told(world, one, notice)
    world.member(org, bob)
    world.collaborator(camp, carol, Role.MAINTAIN)
    assert [len(threads(world, one)) for one in (octavia, bob, carol)] == [1, 0, 0]
    world.collaborator(camp, carol, Role.ADMIN)
    world.member(org, bob, OrgRole.ADMIN)
    assert [len(threads(world, one)) for one in (octavia, bob, carol)] == [1, 1, 1]


def test_an_invitation_shows_what_it_is_to_and_goes_when_it_is_answered(world, octavia, bob):
    hidden = world.repository(octavia, "hidden", Visibility.PRIVATE)

    def invite(work):
        return work.repository_invitations.put(hidden.id, bob.id, octavia.id, Role.READ, work.now)

    made = world.write(invite)
    notice = Notice(
        Subject.REPOSITORY_INVITATION,
        str(made.id),
        "octavia",
        Reason.INVITATION,
        hidden.id,
        invitation=made.id,
    )
    told(world, bob, notice)
    assert [one.repository.name for one in threads(world, bob)] == ["hidden"]
    world.write(lambda work: work.repository_invitations.delete(made.id))
    assert threads(world, bob) == []


def test_lists_are_of_what_is_unread_of_a_time_or_of_a_repository(world, octavia, bob):
    things, others = world.repository(octavia, "things"), world.repository(octavia, "others")
    begun = world.clock.now
    token = Notice(Subject.TOKEN_EXPIRED, "7", "ci", Reason.SECURITY_ALERT)
    told(world, bob, about(things), about(others, reason=Reason.SUBSCRIBED), token)
    first, second, third = reversed(threads(world, bob))
    world.write(lambda work: work.threads.mark_one(first.id, work.now))

    def keys(listing, **sight):
        return [one.key for one in threads(world, bob, listing, **sight)]

    assert keys(ThreadListing()) == [third.key, second.key]
    assert keys(ThreadListing(unread=False, unread_first=True))[-1] == first.key
    assert keys(ThreadListing(unread=False, participating=True)) == [first.key]
    assert keys(ThreadListing(unread=False, since=begun + 1)) == [third.key, second.key]
    assert keys(ThreadListing(unread=False, before=begun + 1)) == [first.key]
    assert keys(EVERY, repository=others) == [second.key]
    assert keys(EVERY, of_repositories=True) == [second.key, first.key]


def test_marking_ends_with_a_moment_and_may_be_taken_back(world, octavia, bob):
    things = world.repository(octavia, "things")
    told(world, bob, about(things), about(things, "2"))
    sight, begun = Sight(bob.id), world.clock.now - 2
    assert world.write(lambda work: work.threads.mark(sight, begun, work.now)) == 1
    assert has_unread(world, bob)
    assert world.write(lambda work: work.threads.mark(sight, work.now, work.now)) == 1
    assert not has_unread(world, bob)
    assert world.write(lambda work: work.threads.mark(sight, work.now, work.now, read=False)) == 2
    newest = threads(world, bob)[0]
    world.write(lambda work: work.threads.done(newest.id, work.now))
    assert [one.detail for one in threads(world, bob)] == ["1"]


def test_who_takes_part_follows_until_they_let_go(world, octavia, bob):
    things = world.repository(octavia, "things")
    carol, dave = world.user("carol"), world.user("dave")
    told(world, bob, about(things))
    told(world, carol, about(things, reason=Reason.SUBSCRIBED))
    told(world, dave, about(things, reason=Reason.SUBSCRIBED))

    def choose(user, choice):
        def unit(work):
            found = work.threads.about(user.id, Subject.COMMIT, f"{things.id}/1")
            work.threads.choose(found.id, choice, work.now)

        world.write(unit)

    def followers():
        return set(world.read(lambda work: work.threads.followers(things.id, f"{things.id}/1")))

    assert followers() == {bob.id}
    choose(carol, Choice.SUBSCRIBED)
    choose(dave, Choice.IGNORED)
    assert followers() == {bob.id, carol.id}
    choose(bob, Choice.UNSUBSCRIBED)
    assert followers() == {carol.id}


def test_what_was_read_long_ago_is_swept_unless_something_was_chosen(world, octavia, bob):
    things = world.repository(octavia, "things")
    told(world, bob, *(about(things, str(number)) for number in range(4)))
    four, three, two, one = threads(world, bob)

    def unit(work):
        for thread in (one, two, four):
            work.threads.mark_one(thread.id, work.now)
        work.threads.choose(two.id, Choice.IGNORED, work.now)
        return work.threads.sweep(three.updated_at + 1, 10)

    assert world.write(unit) == 1
    assert [thread.id for thread in threads(world, bob)] == [four.id, three.id, two.id]


def test_threads_go_with_their_person_and_their_repository(world, octavia, bob):
    things = world.repository(octavia, "things")
    told(world, bob, about(things))
    told(world, octavia, about(things))

    def leave(work):
        work.users.leave(bob, work.now)
        work.users.remove(bob.id)

    world.write(leave)
    assert threads(world, bob) == []
    world.write(lambda work: work.repositories.delete(things.id, work.now))
    assert threads(world, octavia) == []
