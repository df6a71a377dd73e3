"""Addresses, profiles and follows as storage keeps them, on both databases."""

import pytest

from tests.world import NOON
from watchword.kernel.errors import Conflict
from watchword.kernel.pagination import PageRequest

FIRST = PageRequest()


@pytest.fixture
def alice(world):
    return world.user("alice")


@pytest.fixture
def bob(world):
    return world.user("bob")


def test_the_address_of_a_new_account_is_its_first_one_and_verified(world, alice):
    (email,) = world.read(lambda work: work.emails.of(alice.id))
    assert (email.address, email.primary, email.public) == ("alice@example.test", True, False)
    assert email.verified_at == NOON
    assert world.read(lambda work: work.emails.by_id(email.id)) == email


def test_an_address_is_one_of_an_account_once_whatever_the_case(world, alice, bob):
    def unit(work):
        with pytest.raises(Conflict):
            work.emails.add(alice.id, "ALICE@example.test", NOON)
        work.emails.add(alice.id, "both@example.test", NOON)
        work.emails.add(bob.id, "both@example.test", NOON)

    world.write(unit)
    mine = world.read(lambda work: work.emails.of(alice.id))
    assert [email.address for email in mine] == ["alice@example.test", "both@example.test"]


def test_one_account_shows_that_an_address_is_its_own_and_no_second_one(world, alice, bob):
    def claim(work):
        return [work.emails.add(one.id, "both@example.test", NOON) for one in (alice, bob)]

    first, second = world.write(claim)
    assert not world.read(lambda work: work.emails.is_taken("Both@example.test", alice.id))
    world.write(lambda work: work.emails.verify(first.id, NOON + 1))

    def unit(work):
        with pytest.raises(Conflict):
            work.emails.verify(second.id, NOON + 2)
        return [work.emails.is_taken("both@example.test", one.id) for one in (alice, bob)]

    assert world.write(unit) == [False, True]


def test_a_used_link_is_gone(world, alice):
    def unit(work):
        email = work.emails.add(alice.id, "more@example.test", NOON)
        work.emails.set_link(email.id, b"d" * 32, NOON + 5)
        before = work.emails.by_id(email.id)
        work.emails.verify(email.id, NOON)
        return before, work.emails.by_id(email.id)

    before, after = world.write(unit)
    assert (before.digest, before.link_until, before.verified_at) == (b"d" * 32, NOON + 5, None)
    assert (after.digest, after.link_until, after.verified_at) == (None, None, NOON)


def test_the_primary_address_is_nobody_elses_and_comes_first(world, alice, bob):
    def unit(work):
        work.emails.add(alice.id, "more@example.test", NOON)
        work.users.set_primary(alice.id, "more@example.test", NOON)
        with pytest.raises(Conflict):
            work.users.set_primary(bob.id, "More@example.test", NOON)
        return work.emails.of(alice.id), work.emails.is_taken("more@example.test", bob.id)

    mine, taken = world.write(unit)
    assert [(one.address, one.primary) for one in mine] == [
        ("more@example.test", True),
        ("alice@example.test", False),
    ]
    assert taken


def test_what_people_say_of_themselves_is_kept(world, alice):
    said = {
        "company": "C",
        "blog": "b",
        "location": "L",
        "bio": "two\nlines",
        "twitter_username": "t",
        "hireable": False,
        "public_email": "ALICE@example.test",
    }
    world.write(lambda work: work.users.update(alice.id, said, NOON))
    found = world.read(lambda work: work.users.by_id(alice.id))
    assert {name: getattr(found, name) for name in said} == said
    (email,) = world.read(lambda work: work.emails.of(alice.id))
    assert email.public


def test_people_are_listed_from_a_number_on(world, alice, bob):
    def since(number):
        return [one.login for one in world.read(lambda work: work.users.since(number, 9))]

    assert since(0) == ["alice", "bob"]
    assert since(alice.id) == ["bob"]
    assert since(bob.id) == []


def test_follows_are_kept_once_and_counted_on_both_sides(world, alice, bob):
    def unit(work):
        return [work.follows.add(alice.id, bob.id, NOON) for _ in range(2)]

    assert world.write(unit) == [True, False]
    one = world.read(lambda work: work.users.by_id(alice.id))
    two = world.read(lambda work: work.users.by_id(bob.id))
    assert (one.following, one.followers, two.following, two.followers) == (1, 0, 0, 1)
    assert world.read(lambda work: work.follows.followers(bob.id, FIRST)).items == [one]
    assert world.read(lambda work: work.follows.following(alice.id, FIRST)).items == [two]
    assert world.read(lambda work: work.follows.following(bob.id, FIRST)).total == 0

    def end(work):
        return [work.follows.remove(alice.id, bob.id) for _ in range(2)]

    assert world.write(end) == [True, False]
    assert world.read(lambda work: work.users.by_id(bob.id)).followers == 0
