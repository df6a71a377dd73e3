"""Slots: locks that git's processes hold."""

import asyncio
import os
import subprocess
from pathlib import Path

import pytest

from watchword.git_process.presence import Presence
from watchword.git_process.slots import Claim, Full, Limits, LockFile, Pool, Slots
from watchword.git_process.waiting import Queue
from watchword.kernel.errors import Busy
from watchword.kernel.events import Origin

ANN = Claim("a" * 32, "user 1")
BOB = Claim("b" * 32, "user 2")


def test_as_many_slots_as_the_limit_says_and_each_name_its_own(tmp_path):
    pool = Pool(tmp_path / "slots", 2)
    held = [pool.take("a"), pool.take("a")]
    assert pool.take("a") is None
    other = pool.take("b")
    os.close(held[0])
    again = pool.take("a")
    assert None not in {other, again}
    for descriptor in (held[1], other, again):
        os.close(descriptor)


def test_a_slot_is_taken_for_as_long_as_a_process_holds_it(tmp_path):
    pool = Pool(tmp_path / "slots", 1)
    descriptor = pool.take("a")
    holder = subprocess.Popen(["sleep", "60"], pass_fds=(descriptor,))
    os.close(descriptor)
    assert pool.take("a") is None
    holder.kill()
    holder.wait()
    os.close(pool.take("a"))


def test_alone_is_who_holds_all_slots_of_a_name(tmp_path):
    pool = Pool(tmp_path / "slots", 3)
    with pool.alone("a") as alone:
        assert alone
        assert pool.take("a") is None
        os.close(pool.take("b"))
    descriptor = pool.take("a")
    with pool.alone("a") as alone:
        assert not alone
    os.close(descriptor)


def test_nothing_is_written_and_nothing_is_left_open(tmp_path):
    file = LockFile(tmp_path / "slots")
    before = len(list(Path("/proc/self/fd").iterdir()))
    first = file.take(range(2**49, 2**49 + 1))
    assert file.take(range(2**49, 2**49 + 1)) is None
    assert not file.is_free(range(2**49, 2**49 + 1))
    os.close(first)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert (tmp_path / "slots").stat().st_size == 0


def test_each_of_the_three_limits_holds_and_a_refused_seat_holds_nothing(tmp_path):
    slots = Slots(tmp_path, Limits(machine=3, repository=2, account=1))
    first = slots.seat(ANN)
    with pytest.raises(Full) as full:
        slots.seat(Claim(BOB.repository, ANN.account))
    assert not full.value.machine
    second = slots.seat(Claim(ANN.repository, BOB.account))
    with pytest.raises(Full):
        slots.seat(Claim(ANN.repository, "user 3"))
    third = slots.seat(Claim(BOB.repository, "user 3"))
    with pytest.raises(Full) as full:
        slots.seat(Claim("c" * 32, "user 4"))
    assert full.value.machine
    for seat in (first, second, third):
        seat.leave()
    slots.seat(ANN).leave()


def test_accounts_take_turns_however_many_wait_for_one(tmp_path):
    queue = Queue(Slots(tmp_path, Limits(machine=1, account=1)))
    order = []

    async def work(claim, name):
        seat = await queue.seat(claim)
        order.append(name)
        await asyncio.sleep(0)
        seat.leave()

    async def story():
        held = await queue.seat(Claim("c" * 32, "user 3"))
        names = [("ann", ANN)] * 6 + [("bob", BOB)] * 2
        tasks = [asyncio.create_task(work(claim, name)) for name, claim in names]
        await asyncio.sleep(0.05)
        held.leave()
        await asyncio.gather(*tasks)

    asyncio.run(story())
    assert order == ["ann", "bob", "ann", "bob", "ann", "ann", "ann", "ann"]


def test_one_account_does_not_fill_the_queue_of_all(tmp_path):
    slots = Slots(tmp_path, Limits(machine=1, waiting=4, waiting_of_account=2))
    queue = Queue(slots)

    async def story():
        held = await queue.seat(ANN)
        waiting = [asyncio.create_task(queue.seat(ANN)) for _ in range(2)]
        await asyncio.sleep(0.05)
        with pytest.raises(Busy):
            await queue.seat(ANN)
        other = asyncio.create_task(queue.seat(BOB))
        await asyncio.sleep(0.05)
        assert not other.done()
        for task in waiting:
            task.cancel()
        held.leave()
        (await other).leave()

    asyncio.run(story())


def test_a_waiter_who_is_cancelled_takes_no_slot_with_it(tmp_path):
    queue = Queue(Slots(tmp_path, Limits(machine=1)))

    async def story():
        held = await queue.seat(ANN)
        waiting = asyncio.create_task(queue.seat(BOB))
        await asyncio.sleep(0.05)
        held.leave()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        (await asyncio.wait_for(queue.seat(ANN), 5)).leave()

    asyncio.run(story())


def test_a_push_is_over_when_the_last_process_that_shows_it_is_gone(tmp_path):
    presence = Presence(tmp_path)
    origin = Origin(user=1, request="r1")
    shown = presence.show("a" * 32, origin)
    again = presence.show("a" * 32, origin)
    os.close(shown)
    assert not presence.is_over("a" * 32, origin)
    assert presence.is_over("a" * 32, Origin(user=1, request="r2"))
    os.close(again)
    assert presence.is_over("a" * 32, origin)


def test_two_hundred_clones_of_one_account_wait_and_leave_room_for_others(tmp_path):
    """They come from one network where nobody signs in, or from one token of a build farm."""
    slots = Slots(tmp_path, Limits(machine=1))
    farm = Claim("a", "farm")
    places = [slots.place_in_queue(farm) for _ in range(384)]
    with pytest.raises(Full):
        slots.place_in_queue(farm)
    places.append(slots.place_in_queue(Claim("a", "other")))
    for place in places:
        place.leave()
