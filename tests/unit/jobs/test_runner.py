"""Jobs are taken by lease, done once, tried again with pauses, and never lost."""

import asyncio

import pytest
import sqlalchemy as sa

from watchword.access.gate import require
from watchword.access.table import repositories as table
from watchword.authn import resolve
from watchword.jobs.pauses import before_round, before_try
from watchword.jobs.runner import LEASE, Regular, Runner
from watchword.kernel.entropy import system_entropy
from watchword.repositories import service
from watchword.storage.tables.work import jobs as job_rows
from watchword.work.jobs import MOST_TRIES

SYSTEM = resolve.system().origin
LISTENER = "folders.remove"


class BrokenError(Exception):
    pass


def runner(world, listener, regular=()):
    return Runner(world.database, {LISTENER: listener}, regular, SYSTEM, system_entropy)


def queue_a_job(world, name="thing"):
    """A repository is deleted: its folder is to be removed afterwards."""
    owner = world.user(f"owner-of-{name}")
    made = world.repository(owner, name)

    def unit(work):
        found = work.repositories.by_id(made.id, owner.id)
        service.delete(work, require(world.operator, table.DELETE, found))

    world.write(unit)
    # Others listen as well; here it is about one of them.
    others = job_rows.c.listener != LISTENER
    world.write(lambda work: work._connection.execute(sa.delete(job_rows).where(others)) and None)
    return made.key


def given_up(world):
    return world.read(lambda work: work.jobs.given_up())


def test_a_job_calls_its_listener_with_the_fact_and_is_gone(world):
    key = queue_a_job(world)
    called = []
    jobs = runner(world, called.append)
    assert asyncio.run(jobs.once())
    assert [event.body["key"] for event in called] == [key]
    assert not asyncio.run(jobs.once())


def test_nothing_to_do_is_told(world):
    assert not asyncio.run(runner(world, print).once())


def test_an_idle_queue_takes_no_turn_to_write(world, monkeypatch):
    turns = []
    write = world.database.write_now
    monkeypatch.setattr(
        world.database, "write_now", lambda *asked: turns.append(asked) or write(*asked)
    )
    jobs = runner(world, lambda _: None)
    assert not asyncio.run(jobs.once())
    assert not turns
    queue_a_job(world)
    assert asyncio.run(jobs.once())
    assert turns


def test_a_job_is_taken_as_the_one_before_ends(world, monkeypatch):
    """Each transaction waits for the disk: so many jobs take one more than that, not two each."""
    for number in range(4):
        queue_a_job(world, f"thing-{number}")
    turns = []
    write = world.database.write
    monkeypatch.setattr(world.database, "write", lambda *asked: turns.append(1) or write(*asked))
    called = work_off(world, 4, lanes=1)
    assert len(set(called)) == 4
    assert len(turns) == 5


def test_no_job_is_taken_any_more_after_the_stop(world):
    for number in range(4):
        queue_a_job(world, f"thing-{number}")
    called = work_off(world, 2, lanes=1)
    assert len(called) == 2
    assert world.read(lambda work: work.jobs.is_due())


def work_off(world, most, lanes):
    """Work until so many jobs were begun; gives the facts."""
    called = []

    async def work():
        stop, loop = asyncio.Event(), asyncio.get_running_loop()

        def listener(event):
            called.append(event.id)
            if len(called) == most:
                loop.call_soon_threadsafe(stop.set)

        await runner(world, listener).run(stop, lanes)

    asyncio.run(work())
    return called


def test_a_job_that_fails_comes_back_after_a_pause(world):
    queue_a_job(world)
    called = []

    def fail_once(event):
        called.append(event.id)
        if len(called) == 1:
            raise BrokenError

    jobs = runner(world, fail_once)
    asyncio.run(jobs.once())
    assert not asyncio.run(jobs.once()), "not before its time"
    world.clock.now += 6
    assert asyncio.run(jobs.once())
    assert len(called) == 2
    assert called[0] == called[1], "the same fact, so that a second call can be told"


def test_after_the_last_try_the_job_stays_for_doctor_to_show(world):
    queue_a_job(world)

    def fail(event):
        raise BrokenError(f"fact {event.id}")

    jobs = runner(world, fail)
    for _ in range(MOST_TRIES):
        assert not given_up(world)
        assert asyncio.run(jobs.once())
        world.clock.now += 4_000
    assert not asyncio.run(jobs.once())
    (left,) = given_up(world)
    assert left.tries == MOST_TRIES
    assert left.error.startswith("BrokenError: fact")


def test_a_job_whose_process_died_is_done_when_its_lease_is_over(world):
    queue_a_job(world)
    assert world.write(lambda work: work.jobs.claim(LEASE)) is not None
    called = []
    jobs = runner(world, called.append)
    assert not asyncio.run(jobs.once())
    world.clock.now += LEASE
    assert asyncio.run(jobs.once())
    assert called


def test_who_was_overtaken_does_not_finish_the_job_of_another(world):
    queue_a_job(world)
    slow = world.write(lambda work: work.jobs.claim(LEASE))
    world.clock.now += LEASE
    fast = world.write(lambda work: work.jobs.claim(LEASE))
    assert not world.write(lambda work: work.jobs.finish(slow))
    assert world.write(lambda work: work.jobs.finish(fast))


def test_a_job_of_a_listener_that_there_is_not_fails_in_words(world):
    queue_a_job(world)
    jobs = Runner(world.database, {}, (), SYSTEM, system_entropy)
    for _ in range(MOST_TRIES):
        asyncio.run(jobs.once())
        world.clock.now += 4_000
    assert given_up(world)[0].error == "this release has no such listener"


def test_a_long_error_is_cut(world):
    queue_a_job(world)

    def fail(event):
        raise BrokenError("x" * 10_000)

    jobs = runner(world, fail)
    for _ in range(MOST_TRIES):
        asyncio.run(jobs.once())
        world.clock.now += 4_000
    assert len(given_up(world)[0].error) <= 500


def test_several_lanes_do_each_job_once_until_told_to_stop(world):
    for number in range(6):
        queue_a_job(world, f"thing{number}")
    called = []

    async def work():
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()

        def done(event):
            called.append(event.id)
            if len(called) == 6:
                loop.call_soon_threadsafe(stop.set)

        async with asyncio.timeout(60):
            await runner(world, done).run(stop, lanes=3)

    asyncio.run(work())
    assert len(set(called)) == len(called) == 6


def test_an_idle_queue_is_looked_at_by_one_lane_only(world):
    looks = []

    class Counted(Runner):
        async def _due(self):
            looks.append(1)
            return await super()._due()

    async def work():
        stop = asyncio.Event()
        jobs = Counted(world.database, {}, (), SYSTEM, system_entropy)
        running = asyncio.create_task(jobs.run(stop, lanes=5))
        await asyncio.sleep(0.3)
        stop.set()
        await running

    asyncio.run(work())
    assert len(looks) == 1


def test_what_was_begun_is_finished_before_it_stops(world):
    import threading

    queue_a_job(world)
    begun, go = threading.Event(), threading.Event()
    ended = []

    def slow(event):
        begun.set()
        go.wait(60)
        ended.append(event.id)

    async def work():
        stop = asyncio.Event()
        running = asyncio.create_task(runner(world, slow).run(stop, lanes=1))
        await asyncio.to_thread(begun.wait, 60)
        stop.set()
        go.set()
        async with asyncio.timeout(60):
            await running

    asyncio.run(work())
    assert ended
    assert not asyncio.run(runner(world, print).once()), "it is off the queue"


def test_what_is_regular_is_done_again_although_it_failed(world):
    called = []

    async def work():
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()

        def fail():
            called.append(1)
            if len(called) == 3:
                loop.call_soon_threadsafe(stop.set)
            raise BrokenError

        async with asyncio.timeout(60):
            await runner(world, print, [Regular("often", 0, fail)]).run(stop, lanes=0)

    asyncio.run(work())
    assert len(called) == 3


@pytest.mark.parametrize(("chance", "share"), [(b"\0", 0.5), (b"\xff", 1.0)])
def test_pauses_grow_up_to_an_hour_with_half_of_them_left_to_chance(chance, share):
    pauses = [before_try(tries, chance.__mul__) for tries in range(1, 30)]
    assert pauses[0] == max(1, round(5 * share))
    assert pauses == sorted(pauses)
    assert pauses[-1] == round(3_600 * share)


def test_rounds_are_a_tenth_off_at_most():
    assert before_round(100, b"\0".__mul__) == pytest.approx(90)
    assert before_round(100, b"\xff".__mul__) == pytest.approx(110)
