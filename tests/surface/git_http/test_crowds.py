"""A crowd that clones at once: nobody is refused, and the loop is free for others in between."""

import asyncio
from collections import Counter

import pytest

from tests.surface.git_http.test_shared_answers import QUOTA, fetch_of, repository, thrice
from watchword.git_process.local import LocalGit
from watchword.repositories.model import Visibility
from watchword.surfaces.git_http.admission import Porter
from watchword.surfaces.git_http.turns import AT_ONCE
from watchword.surfaces.http_kit.pacer import LARGE, Pacer

CROWD = 50


@pytest.fixture
def site(build):
    return build(quota=QUOTA)


def counted(monkeypatch, cls, name, rounds):
    """How often something was begun in each round of the loop."""
    done, begin = Counter(), getattr(cls, name)

    def spy(*args, **more):
        done[len(rounds)] += 1
        return begin(*args, **more)

    monkeypatch.setattr(cls, name, spy)
    return done


async def ticking(rounds):
    while True:
        rounds.append(None)
        await asyncio.sleep(0)


def test_a_crowd_is_let_in_and_answered_a_few_in_each_round_of_the_loop(monkeypatch, site):
    history = repository(site, site.world.user("ann"), "open", Visibility.PUBLIC)
    rounds = []
    let_in = counted(monkeypatch, Porter, "admit", rounds)
    answered = counted(monkeypatch, LocalGit, "ready", rounds)

    async def story():
        await thrice(site, history)
        let_in.clear()
        answered.clear()
        ticker = asyncio.create_task(ticking(rounds))
        body = fetch_of(history.tip)
        try:
            return await asyncio.gather(*(site.post(history.name, body) for _ in range(CROWD)))
        finally:
            ticker.cancel()

    answers = site.run(story())
    assert {(one.status, one.from_file) for one in answers} == {(200, True)}
    assert let_in.total() == CROWD
    assert max(let_in.values()) <= AT_ONCE
    assert answered.total() == CROWD
    assert max(answered.values()) <= AT_ONCE


async def nothing_ready(*_args):
    return None


@pytest.mark.parametrize("is_ready", [True, False], ids=["found-at-once", "found-later"])
def test_a_large_answer_that_is_kept_leaves_when_it_has_its_turn(monkeypatch, site, is_ready):
    ann = site.world.user("ann")
    history = repository(site, ann, "open", Visibility.PUBLIC, size=2 * LARGE)
    asked = []

    async def story():
        await thrice(site, history)
        came, turn = asyncio.Event(), asyncio.Event()

        async def wait_for_it(_self, size):
            asked.append(size)
            came.set()
            await turn.wait()

        monkeypatch.setattr(Pacer, "turn", wait_for_it)
        if not is_ready:
            monkeypatch.setattr(LocalGit, "ready", nothing_ready)
        answer = asyncio.create_task(site.post(history.name, fetch_of(history.tip)))
        async with asyncio.timeout(20):
            await came.wait()
        left_before = answer.done()
        turn.set()
        return left_before, await answer

    left_before, answer = site.run(story())
    assert (left_before, answer.status, answer.from_file) == (False, 200, True)
    assert asked == [len(answer.body)]
    assert asked[0] > LARGE
