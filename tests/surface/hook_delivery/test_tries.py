"""What is tried again, when, and what is kept of each try."""

import pytest
from msgspec.structs import force_setattr

from tests.receiver import Receiver
from tests.world import NOON
from watchword.jobs import housekeeping
from watchword.jobs.housekeeping import MESSAGE_LIFE
from watchword.kernel.secret import KeyRing
from watchword.surfaces.hook_delivery.postman import PAUSES
from watchword.webhooks.ports import Wanted


def answering(code):
    def answer(handler):
        handler.send_response(code)
        handler.end_headers()

    return answer


@pytest.fixture
def failing():
    made = []

    def make(code):
        made.append(Receiver(answering(code)))
        return made[-1]

    yield make
    for one in made:
        one.close()


def tries(world, hook):
    return world.read(lambda work: work.hooks.deliveries(hook.id, Wanted()))


@pytest.mark.parametrize("code", [500, 503, 429, 408])
def test_what_may_pass_is_tried_again_with_growing_pauses(hooks, world, things, failing, code):
    receiver = failing(code)
    hook = hooks.make(things, receiver.url)
    hooks.queue()
    for number, pause in enumerate(PAUSES, 1):
        assert hooks.send() == 1
        assert len(receiver.received) == number
        world.clock.now += round(pause * 0.75) - 1
        assert hooks.send() == 0
        world.clock.now += round(pause * 0.25) + 2
    assert hooks.send() == 1
    world.clock.now += 10 * PAUSES[-1]
    assert hooks.send() == 0
    kept = tries(world, hook)
    assert [one.redelivery for one in kept] == [True] * len(PAUSES) + [False]
    assert {one.guid for one in kept} == {receiver.received[0].headers["x-github-delivery"]}
    assert {one.outcome.status for one in kept} == {f"Invalid HTTP Response: {code}"}


@pytest.mark.parametrize("code", [301, 400, 401, 404, 410, 422])
def test_what_would_not_pass_is_not_tried_again(hooks, world, things, failing, code):
    hook = hooks.make(things, failing(code).url)
    assert hooks.run() == 1
    world.clock.now += 10 * PAUSES[-1]
    assert hooks.send() == 0
    assert world.read(lambda work: work.hooks.waiting(hook.id)) == []


def test_who_comes_back_gets_it(hooks, world, things):
    codes = [500, 204]

    def better_later(handler):
        answering(codes.pop(0))(handler)

    receiver = Receiver(better_later)
    hook = hooks.make(things, receiver.url)
    hooks.run()
    world.clock.now += PAUSES[0]
    assert hooks.send() == 1
    receiver.close()
    assert [one.outcome.is_success for one in tries(world, hook)] == [True, False]
    kept = world.read(lambda work: work.hooks.of(hook.place))[0]
    assert (kept.last.code, kept.last.status) == (204, "active")


def test_what_was_taken_and_not_finished_comes_back_after_the_lease(hooks, world, things, receiver):
    hooks.make(things, receiver.url)
    hooks.queue()
    assert world.write(lambda work: work.hooks.claim(work.now, 120)) is not None
    assert hooks.send() == 0
    world.clock.now += 121
    assert hooks.send() == 1
    assert len(receiver.received) == 1


def test_without_the_key_of_its_secret_nothing_is_sent(hooks, world, things, receiver):
    hook = hooks.make(things, receiver.url)
    hooks.queue()
    other = KeyRing({"k2": b"o" * 32}, "k2")
    force_setattr(world.around, "keys", other)
    assert hooks.send() == 1
    assert receiver.received == []
    assert tries(world, hook)[0].outcome.status == "the secret cannot be read; set it again"
    assert hooks.send() == 0


def test_what_is_a_week_old_is_forgotten(hooks, world, things, receiver):
    hook = hooks.make(things, receiver.url)
    hooks.run()
    world.clock.now += MESSAGE_LIFE
    housekeeping.sweep_hook_messages(world.database, world.clock)
    assert len(tries(world, hook)) == 1
    world.clock.now += 1
    housekeeping.sweep_hook_messages(world.database, world.clock)
    assert tries(world, hook) == []
    assert world.clock.now > NOON


def test_one_slow_receiver_does_not_take_every_lane(hooks, world, things):
    first, second = (hooks.make(things, f"http://127.0.0.1:9/{one}") for one in ("a", "b"))
    hooks.queue()
    claimed = world.write(lambda work: work.hooks.claim(work.now, 60, [first.id]))
    assert claimed.hook.id == second.id
