"""Turns: a few have theirs at once; of a crowd one after the other, the loop being free between."""

import asyncio
from collections import Counter

import pytest

from watchword.surfaces.git_http.turns import (
    LARGE,
    LARGE_AT_ONCE,
    LONGEST,
    PATIENCE,
    RATE,
    Turns,
)

FEW = 4
CROWD = 40
PACE = 0.001


class Rounds:
    """Counts the rounds of the loop, and in which of them something was done."""

    def __init__(self) -> None:
        self._number = 0
        self.done: Counter[int] = Counter()

    async def count(self) -> None:
        while True:
            self._number += 1
            await asyncio.sleep(0)

    def note(self) -> None:
        self.done[self._number] += 1


async def noted(turns, rounds, order, number) -> None:
    await turns.next()
    rounds.note()
    order.append(number)


async def crowd(turns, size):
    """Let so many ask at once; gives how many had their turn in a round, and in which order."""
    rounds, order = Rounds(), []
    counting = asyncio.create_task(rounds.count())
    async with asyncio.TaskGroup() as group:
        for number in range(size):
            group.create_task(noted(turns, rounds, order, number))
    counting.cancel()
    return rounds.done, order


def test_a_few_do_not_wait_for_each_other():
    done, order = asyncio.run(crowd(Turns(pace=60, at_once=FEW), FEW))
    assert list(done.values()) == [FEW]
    assert order == list(range(FEW))


def test_of_a_crowd_all_but_a_few_wait_and_the_loop_is_free_between_any_two():
    done, order = asyncio.run(crowd(Turns(PACE, FEW), CROWD))
    assert sorted(done.values())[-2:] == [1, FEW]
    assert order == list(range(CROWD))


def test_what_was_not_taken_for_a_while_is_there_later_up_to_a_few():
    turns = Turns(PACE, FEW)

    async def story():
        await crowd(turns, CROWD)
        await asyncio.sleep(2 * CROWD * PACE)
        return await crowd(turns, CROWD)

    done, _ = asyncio.run(story())
    assert sorted(done.values())[-2:] == [1, FEW]


def test_who_goes_away_while_waiting_takes_nobody_s_turn():
    turns = Turns(PACE, at_once=1)

    async def story():
        await turns.next()
        left, stays = (asyncio.create_task(turns.next()) for _ in range(2))
        await asyncio.sleep(0)
        left.cancel()
        async with asyncio.timeout(5):
            await stays
            await turns.next()
        return left.cancelled()

    assert asyncio.run(story())


def test_a_loop_that_ended_takes_no_turns_along():
    turns = Turns(pace=60, at_once=1)
    asyncio.run(turns.next())
    asyncio.run(asyncio.wait_for(turns.next(), 5))


class Stopped:
    """A clock that stands still, and keeps for how long somebody wanted to wait."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return 1000.0

    async def sleep(self, seconds: float) -> None:
        self.waits[-1] = seconds


@pytest.fixture
def waits(monkeypatch):
    """For how many seconds answers of these sizes wait that all are there at one moment."""
    clock = Stopped()
    monkeypatch.setattr("watchword.surfaces.git_http.turns.time", clock)
    monkeypatch.setattr("watchword.surfaces.git_http.turns.asyncio", clock)
    turns = Turns()

    def ask(*sizes: int) -> list[float]:
        for size in sizes:
            clock.waits.append(0.0)
            with pytest.raises(StopIteration):
                turns.to_send(size).send(None)
        return clock.waits

    return ask


def test_of_large_answers_a_few_begin_at_once_and_each_other_as_one_of_those_has_left(waits):
    takes = 0.1
    times = waits(*[int(RATE * takes)] * (LARGE_AT_ONCE + 2))
    assert times == pytest.approx([0.0] * LARGE_AT_ONCE + [takes, 2 * takes])


def test_small_answers_wait_for_nobody(waits):
    assert waits(*[RATE] * LARGE_AT_ONCE, LARGE)[-1] == 0


def test_a_huge_answer_counts_for_a_moment_only(waits):
    assert waits(*[1000 * RATE] * LARGE_AT_ONCE, RATE)[-1] == pytest.approx(LONGEST)


def test_nobody_waits_for_ever(waits):
    assert max(waits(*[RATE] * int(2 * PATIENCE / LONGEST))) == PATIENCE
