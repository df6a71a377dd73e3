"""Counting and slowing down."""

import pytest

from tests.world import StoppedClock
from watchword.authn import throttle
from watchword.authn.counters import Counters
from watchword.authn.throttle import Throttle
from watchword.kernel.errors import Busy


def test_bad_credentials_are_slowed_down_by_network_and_forgiven_after_a_minute():
    clock = StoppedClock()
    slow = Throttle(Counters(clock))
    for number in range(throttle.BAD_TOKENS):
        slow.bad_credential(f"2001:db8::{number:x}")
    with pytest.raises(Busy) as refused:
        slow.bad_credential("2001:db8::ffff")
    assert refused.value.retry_after == 60
    slow.bad_credential("2001:db8:1::1")
    clock.now += 60
    slow.bad_credential("2001:db8::1")


def test_an_ipv4_address_inside_of_ipv6_is_the_same_caller():
    assert throttle.network("::ffff:10.0.0.1") == throttle.network("10.0.0.1")
    assert throttle.network("unix:") == "unix:"


def test_passwords_are_slowed_down_before_they_are_hashed():
    slow = Throttle(Counters(StoppedClock()))
    for _ in range(throttle.BAD_PASSWORDS_HERE):
        slow.try_password("10.0.0.1", "Alice")
    with pytest.raises(Busy):
        slow.try_password("10.0.0.1", "ALICE")
    slow.try_password("10.0.0.2", "alice")
    slow.try_password("10.0.0.1", "bob")


def test_right_passwords_do_not_count():
    slow = Throttle(Counters(StoppedClock()))
    for _ in range(2 * throttle.BAD_PASSWORDS):
        slow.try_password("10.0.0.1", "Alice")
        slow.take_back_password("10.0.0.1", "alice")


def test_a_password_that_is_taken_back_in_the_next_window_gives_no_more_guesses():
    clock = StoppedClock()
    slow = Throttle(Counters(clock))
    for _ in range(3):
        slow.try_password("10.0.0.1", "alice")
    clock.now += throttle.QUARTER
    for _ in range(3):
        slow.take_back_password("10.0.0.1", "alice")
    for _ in range(throttle.BAD_PASSWORDS_HERE):
        slow.try_password("10.0.0.1", "alice")
    with pytest.raises(Busy):
        slow.try_password("10.0.0.1", "alice")


def test_what_was_typed_as_a_login_is_not_among_the_counters():
    counters = Counters(StoppedClock())
    Throttle(counters).try_password("10.0.0.1", "Correct\0Horse")
    assert not [bucket for bucket, _ in counters.take() if "horse" in bucket or "\0" in bucket]


def test_workers_learn_each_others_counts(world):
    workers = [Counters(world.clock) for _ in range(2)]

    def exchange(counters):
        sent = counters.take()
        counters.learn(sent, world.write(lambda work: work.counters.add(sent)))

    for counters in workers:
        counters.add("api", 3600, 10)
        exchange(counters)
    assert workers[1].total("api", 3600) == 20
    assert workers[0].add("api", 3600) == 11
    exchange(workers[0])
    assert workers[0].total("api", 3600) == 21
    assert workers[0].take() == {}
    world.clock.now += 3600
    assert workers[0].total("api", 3600) == 0


def test_what_was_counted_while_totals_were_on_their_way_is_not_lost():
    counters = Counters(StoppedClock())
    counters.add("api", 3600, 5)
    sent = counters.take()
    counters.add("api", 3600, 2)
    counters.learn(sent, dict.fromkeys(sent, 100))
    assert counters.total("api", 3600) == 102


def test_what_other_workers_counted_is_told_before_the_next_exchange(world):
    """A worker that counted nothing for a while still tells the truth when it is asked."""
    from watchword.surfaces.rest.rate_limits import CORE, Allowance, RateLimits

    busy, idle = Counters(world.clock), Counters(world.clock)
    limits = RateLimits(idle, {CORE: Allowance(100, 10)})
    busy.add("api:u7", 3600, 8)
    sent = busy.take()
    world.write(lambda work: work.counters.add(sent))
    idle.add("api:u7", 3600, 2)
    told = world.read(lambda work: limits.asked(work.counters, 7, "10.0.0.1", CORE))
    assert (told.used, told.remaining) == (10, 90)
