"""Work on other people's bytes happens in a process that is ended when it takes too long."""

import asyncio
import os
from contextlib import suppress

import pytest

from watchword.git_process import bounded_python
from watchword.git_process.bounded_python import BoundedPython
from watchword.git_process.environment import Environment

ECHO = """
import os, struct, sys, time
def exactly(size):
    data = b""
    while len(data) < size:
        part = os.read(0, size - len(data))
        if not part:
            sys.exit(0)
        data += part
    return data
while True:
    asked = exactly(struct.unpack(">I", exactly(4))[0])
    if asked == b"die":
        sys.exit("died")
    if asked == b"sleep":
        time.sleep(3600)
    if asked == b"spin":
        while True:
            pass
    if asked == b"lie":
        os.write(1, b"\\xff" * 8)
    said = str(os.getpid()).encode() if asked == b"who" else asked
    if asked == b"environment":
        said = repr(sorted(os.environ)).encode()
    data = struct.pack(">I", len(said)) + said
    while data:
        data = data[os.write(1, data):]
"""


@pytest.fixture
def child(tmp_path, monkeypatch):
    """Makes a process that says what it is told."""
    (tmp_path / "echo_of_tests.py").write_text(ECHO)
    monkeypatch.setattr(bounded_python, "SOURCES", tmp_path)
    monkeypatch.setattr(bounded_python, "START_SECONDS", 60.0)
    environment = Environment(tmp_path, tmp_path, 1)
    return lambda seconds=60.0: BoundedPython(environment, tmp_path, "echo_of_tests", seconds)


def gone(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return False
    return True


async def until_gone(pid):
    for _ in range(6_000):
        if gone(pid):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(pid)


def test_answers_come_from_one_process(child):
    async def story():
        asked = child()
        first = await asked.ask(b"who")
        large = os.urandom(3_000_000)
        assert await asked.ask(large) == large
        assert await asked.ask(b"who") == first
        assert int(first) != os.getpid()
        await asked.stop()
        assert gone(int(first))

    asyncio.run(story())


@pytest.mark.parametrize("question", [b"sleep", b"spin", b"die", b"lie"])
def test_who_takes_too_long_or_fails_is_ended_and_the_next_question_is_answered(child, question):
    async def story():
        asked = child()
        first = int(await asked.ask(b"who"))
        asked._seconds = 0.05 if question in {b"sleep", b"spin"} else 60.0
        assert await asked.ask(question) is None
        asked._seconds = 60.0
        await until_gone(first)
        assert int(await asked.ask(b"who")) != first
        await asked.stop()

    asyncio.run(story())


def test_who_goes_away_does_not_leave_an_answer_for_the_next(child):
    async def story():
        asked = child()
        await asked.ask(b"begin")
        waiting = asyncio.create_task(asked.ask(b"for nobody" * 100_000))
        await asyncio.sleep(0)
        waiting.cancel()
        assert await asked.ask(b"for me") == b"for me"
        await asked.stop()

    asyncio.run(story())


def test_who_comes_when_many_wait_gets_no_answer(child, monkeypatch):
    monkeypatch.setattr(bounded_python, "MOST_WAITING", 3)

    async def story():
        asked = child()
        answers = await asyncio.gather(*(asked.ask(b"%d" % number) for number in range(5)))
        assert answers == [b"0", b"1", b"2", None, None]
        assert await asked.ask(b"later") == b"later"
        await asked.stop()

    asyncio.run(story())


def test_without_questions_it_ends_after_a_while(child, monkeypatch):
    monkeypatch.setattr(bounded_python, "IDLE", 0.01)

    async def story():
        asked = child()
        pid = int(await asked.ask(b"who"))
        await until_gone(pid)
        assert await asked.ask(b"again") == b"again"
        await asked.stop()

    asyncio.run(story())


def test_it_is_told_nothing_of_our_environment(child, monkeypatch):
    monkeypatch.setenv("WATCHWORD_SECRET", "x")

    async def story():
        asked = child()
        assert b"WATCHWORD" not in await asked.ask(b"environment")
        await asked.stop()

    asyncio.run(story())
