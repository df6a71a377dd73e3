"""Large files of a crowd begin a few at a time; who leaves the line keeps nobody waiting."""

import asyncio

import pytest

from watchword.surfaces.http_kit import pacer
from watchword.surfaces.http_kit.pacer import AT_ONCE, LARGE, LONGEST, RATE, Pacer

TAKES = 0.05
ONE = int(RATE * TAKES)
"""Bytes that take so long."""


class Clock:
    """Time that passes as it is slept."""

    def __init__(self):
        self.now = 1000.0
        self._yield = asyncio.sleep

    def monotonic(self):
        return self.now

    async def sleep(self, seconds):
        self.now += max(seconds, 0.0)
        await self._yield(0)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(pacer, "time", clock)
    monkeypatch.setattr(pacer.asyncio, "sleep", clock.sleep)
    return clock


async def begun(paces, clock, size):
    """After how many seconds a file of that size begins."""
    await paces.turn(size)
    return clock.now - 1000.0


def all_at_once(clock, *sizes):
    """After how many seconds files of these sizes begin that are all there at one moment."""

    async def story():
        paces = Pacer()
        return await asyncio.gather(*(begun(paces, clock, size) for size in sizes))

    return asyncio.run(story())


def test_a_few_begin_at_once_and_each_other_as_one_of_those_has_left(clock):
    times = all_at_once(clock, *[ONE] * (AT_ONCE + 2))
    assert times == pytest.approx([0.0] * AT_ONCE + [TAKES, 2 * TAKES])


def test_small_ones_wait_for_nobody(clock):
    assert all_at_once(clock, *[ONE] * 2 * AT_ONCE, LARGE)[-1] == 0


def test_a_huge_one_counts_for_a_moment_only(clock):
    assert all_at_once(clock, *[1000 * RATE] * AT_ONCE, ONE)[-1] == pytest.approx(LONGEST)


def test_who_leaves_while_waiting_counts_for_nobody(clock):
    async def story():
        paces = Pacer()
        for _ in range(AT_ONCE):
            await paces.turn(ONE)
        first, second, third = (asyncio.create_task(begun(paces, clock, ONE)) for _ in range(3))
        await asyncio.sleep(0)
        first.cancel()
        second.cancel()
        return await third

    assert asyncio.run(story()) == pytest.approx(TAKES)


def test_nobody_waits_for_ever(monkeypatch):
    """In real time, of which so many would take minutes."""
    monkeypatch.setattr(pacer, "PATIENCE", 0.01)

    async def story():
        paces = Pacer()
        async with asyncio.timeout(10):
            await asyncio.gather(*(paces.turn(1000 * RATE) for _ in range(2_000)))

    asyncio.run(story())
