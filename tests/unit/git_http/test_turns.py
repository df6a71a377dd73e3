"""Turns: a few have theirs at once; of a crowd one after the other, the loop being free between."""

import asyncio
from collections import Counter

from watchword.surfaces.git_http.turns import Turns

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
