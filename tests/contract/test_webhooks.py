"""What storage promises to webhooks, on both databases."""

import dataclasses

import pytest

from tests.world import NOON
from watchword.access.gate import require
from watchword.access.table import repositories as table
from watchword.kernel.ids import RepoId
from watchword.repositories import service as repositories
from watchword.webhooks.model import Config, ContentType, LastAnswer, Outcome, Place
from watchword.webhooks.ports import NewMessage, Wanted

CONFIG = Config("https://a.test/", ContentType.JSON, insecure_ssl=True, sealed=b"\0sealed\xff")


@pytest.fixture
def place(world):
    return Place.repository(world.repository(world.user("alice"), "things").id)


@pytest.fixture
def hook(world, place):
    return world.write(
        lambda work: work.hooks.add(place, CONFIG, ("push", "star"), active=True, now=NOON)
    )


def said(hook, **more):
    return NewMessage(hook.id, "guid", "push", None, RepoId(7), "{}", **more)


def test_a_webhook_is_kept_as_it_was_made(world, place, hook):
    assert hook.config == CONFIG
    assert (hook.events, hook.active, hook.last) == (("push", "star"), True, LastAnswer())
    assert world.read(lambda work: work.hooks.find(place, hook.id)) == hook
    assert world.read(lambda work: work.hooks.of(place)) == [hook]


def test_a_webhook_is_found_where_it_belongs_and_nowhere_else(world, place, hook):
    elsewhere = Place.repository(RepoId(place.number + 1))
    organization = Place.organization(place.number)
    for other in (elsewhere, organization):
        assert world.read(lambda work, other=other: work.hooks.find(other, hook.id)) is None
        assert world.read(lambda work, other=other: work.hooks.of(other)) == []


def test_a_webhook_of_an_account_goes_by_its_number(world):
    org = world.user("some-org")
    place = Place.organization(org.id)
    made = world.write(lambda work: work.hooks.add(place, CONFIG, ("*",), active=False, now=NOON))
    assert world.read(lambda work: work.hooks.find(place, made.id)) == made
    assert made.place == place


def test_changes_are_kept(world, place, hook):
    changed = dataclasses.replace(
        hook, config=Config("https://b.test/"), events=("fork",), active=False, updated_at=NOON + 1
    )
    world.write(lambda work: work.hooks.update(changed, NOON + 1))
    assert world.read(lambda work: work.hooks.find(place, hook.id)) == changed


def test_a_message_waits_once_for_its_fact_and_part(world, hook):
    first, second = said(hook, source=1), said(hook, source=1, part=1)
    assert world.write(lambda work: work.hooks.queue([first, second], NOON)) == 2
    assert world.write(lambda work: work.hooks.queue([first, second], NOON)) == 0
    again = said(hook, redelivery=True)
    assert world.write(lambda work: work.hooks.queue([again, again], NOON)) == 2
    assert len(world.read(lambda work: work.hooks.waiting(hook.id))) == 4


def test_a_message_is_held_by_one_and_finished_only_by_who_holds_it(world, hook):
    outcome = Outcome("https://a.test/", {"a": "b"}, "OK", 200, 5, {"c": "d"}, "ok\ufffd")
    world.write(lambda work: work.hooks.queue([said(hook)], NOON))
    first = world.write(lambda work: work.hooks.claim(NOON, 60))
    assert (first.tries, first.hook) == (1, hook)
    assert world.write(lambda work: work.hooks.claim(NOON, 60)) is None
    second = world.write(lambda work: work.hooks.claim(NOON + 60, 60))
    assert second.tries == 2
    world.write(lambda work: work.hooks.done(first, outcome, NOON, None))
    assert world.read(lambda work: work.hooks.deliveries(hook.id, Wanted())) == []
    world.write(lambda work: work.hooks.done(second, outcome, NOON, None))
    (kept,) = world.read(lambda work: work.hooks.deliveries(hook.id, Wanted()))
    assert kept.outcome == outcome
    assert (kept.guid, kept.payload, kept.redelivery) == ("guid", "{}", True)
    assert world.read(lambda work: work.hooks.waiting(hook.id)) == []


def test_a_delivery_is_found_at_its_own_webhook_only(world, place, hook):
    other = world.write(
        lambda work: work.hooks.add(place, CONFIG, ("push",), active=True, now=NOON)
    )
    outcome = Outcome("https://a.test/", {}, "OK", 200, 5)
    world.write(lambda work: work.hooks.queue([said(hook)], NOON))
    message = world.write(lambda work: work.hooks.claim(NOON, 60))
    world.write(lambda work: work.hooks.done(message, outcome, NOON, None))
    (kept,) = world.read(lambda work: work.hooks.deliveries(hook.id, Wanted()))
    assert world.read(lambda work: work.hooks.delivery(hook.id, kept.id)) == kept
    assert world.read(lambda work: work.hooks.delivery(other.id, kept.id)) is None
    assert world.read(lambda work: work.hooks.deliveries(hook.id, Wanted(success=False))) == []
    assert world.read(lambda work: work.hooks.deliveries(hook.id, Wanted(before=kept.id))) == []


def test_all_of_it_goes_with_the_webhook_which_outlives_its_repository_for_a_while(
    world, place, hook
):
    world.write(lambda work: work.hooks.queue([said(hook)], NOON))

    def unit(work):
        found = work.repositories.by_id(place.number, None)
        repositories.delete(work, require(world.operator, table.DELETE, found))

    world.write(unit)
    assert world.read(lambda work: work.hooks.of(place)) == []
    left = world.read(lambda work: work.hooks.left_by(place.number))
    assert [(one.id, one.place) for one in left] == [(hook.id, place)]
    world.write(lambda work: work.hooks.forget_left(NOON + 1))
    assert world.read(lambda work: work.hooks.waiting(hook.id)) == []
    assert world.write(lambda work: work.hooks.claim(NOON, 60)) is None


def test_old_messages_are_swept_some_at_a_time(world, hook):
    world.write(lambda work: work.hooks.queue([said(hook, source=n) for n in range(3)], NOON))
    assert world.write(lambda work: work.hooks.sweep(NOON, 10)) == 0
    assert world.write(lambda work: work.hooks.sweep(NOON + 1, 2)) == 2
    assert world.write(lambda work: work.hooks.sweep(NOON + 1, 2)) == 1
