"""What storage promises to offers of repositories, on both databases."""

import pytest

from tests.world import NOON
from watchword.repositories.offer import Offer


@pytest.fixture
def alice(world):
    return world.user("alice")


@pytest.fixture
def bob(world):
    return world.user("bob")


@pytest.fixture
def things(world, alice):
    return world.repository(alice, "things")


def put(world, offer):
    world.write(lambda work: work.repository_offers.put(offer))
    return offer


def of(world, repository):
    return world.read(lambda work: work.repository_offers.of(repository.id))


def to(world, user):
    return world.read(lambda work: work.repository_offers.to(user.id))


def test_an_offer_is_kept_for_both_sides(world, things, alice, bob):
    made = put(world, Offer(things.id, bob.id, alice.id, "wells", NOON))
    assert of(world, things) == made
    assert (to(world, bob), to(world, alice)) == ([made], [])


def test_a_repository_is_offered_to_one_at_a_time(world, things, alice, bob):
    carol = world.user("carol")
    put(world, Offer(things.id, bob.id, alice.id, "things", NOON))
    later = put(world, Offer(things.id, carol.id, alice.id, "things", NOON + 5))
    assert (of(world, things), to(world, bob), to(world, carol)) == (later, [], [later])


def test_what_a_person_is_offered_comes_in_the_order_of_the_offers(world, alice, bob, things):
    second = put(world, Offer(things.id, bob.id, alice.id, "things", NOON + 9))
    wells = world.repository(alice, "wells")
    first = put(world, Offer(wells.id, bob.id, alice.id, "wells", NOON))
    assert to(world, bob) == [first, second]


def test_it_is_forgotten_and_there_need_be_none(world, things, alice, bob):
    put(world, Offer(things.id, bob.id, alice.id, "things", NOON))
    for _ in range(2):
        world.write(lambda work: work.repository_offers.delete(things.id))
        assert of(world, things) is None


def test_it_goes_with_the_repository(world, things, alice, bob):
    put(world, Offer(things.id, bob.id, alice.id, "things", NOON))
    world.write(lambda work: work.repositories.delete(things.id, NOON))
    assert to(world, bob) == []
