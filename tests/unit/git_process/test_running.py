"""Git's processes: started in a closed world, ended as a group, read to the end."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from tests.git_site import until
from watchword.git_process.environment import Environment
from watchword.git_process.runner import GitFailed, Runner, body_file
from watchword.git_process.running import Running, answer_of


@pytest.fixture
def stand_in(tmp_path):
    """A runner of a program that stands in for git: a script of sh."""

    def made(text: str) -> Runner:
        script = tmp_path / "stand-in"
        script.write_text(f'#!/bin/sh\ntest "$1" = --version && exit\n{text}\n')
        script.chmod(0o755)
        return Runner(Environment(tmp_path, tmp_path, 1000), str(script))

    return made


def gone(pid: int) -> bool:
    """Whether a process has ended (a zombie has)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()[0] == "Z"
    except OSError:
        return True


def test_a_missing_git_is_told_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr("watchword.git_process.runner.PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="no git"):
        Runner(Environment(tmp_path, tmp_path, 1000))


def test_a_body_goes_in_through_memory_and_the_answer_comes_out(stand_in, tmp_path):
    runner = stand_in("cat")

    async def story():
        body = b"x" * 3_000_000
        return await answer_of(runner.start([], tmp_path, stdin=body_file(body)), len(body))

    assert asyncio.run(story()) == b"x" * 3_000_000


def test_an_answer_beyond_its_bound_ends_git(stand_in, tmp_path):
    runner = stand_in("cat /dev/zero")

    async def story():
        child = runner.start([], tmp_path)
        with pytest.raises(GitFailed, match="more than"):
            await answer_of(child, 1_000_000)
        await until(lambda: child.process.returncode is not None)

    asyncio.run(story())


def test_what_git_says_of_its_failure_is_told(stand_in, tmp_path):
    runner = stand_in("echo fatal: no >&2; exit 3")

    async def story():
        with pytest.raises(GitFailed, match="ended with 3: fatal: no"):
            await answer_of(runner.start([], tmp_path), 10)

    asyncio.run(story())
    with pytest.raises(GitFailed, match="ended with 3: fatal: no"):
        runner.run(["log"], tmp_path)


def test_closing_ends_the_whole_group_even_what_does_not_listen(stand_in, tmp_path):
    runner = stand_in("trap '' TERM; (trap '' TERM; sleep 60) & echo $! $$; wait; sleep 60")

    async def story():
        git = Running(runner.start([], tmp_path))
        pids = [int(word) for word in (await git.stdout.read()).split()]
        git.close()
        await until(lambda: all(map(gone, pids)))
        return await git.ended()

    assert asyncio.run(story()) == -signal.SIGKILL


def test_what_git_leaves_in_its_group_ends_with_it(stand_in, tmp_path):
    runner = stand_in("sleep 60 & echo $!; exec >&- 2>&-; exit 0")

    async def story():
        git = Running(runner.start([], tmp_path))
        left = int(await git.stdout.read())
        assert await git.ended() == 0
        await until(lambda: gone(left))
        git.close()

    asyncio.run(story())


def test_closing_wakes_who_reads(stand_in, tmp_path):
    runner = stand_in("sleep 60")

    async def story():
        git = Running(runner.start([], tmp_path))
        reading = asyncio.create_task(git.stdout.read())
        await asyncio.sleep(0.05)
        git.close()
        assert await asyncio.wait_for(reading, 5) == b""
        assert await git.ended() == -signal.SIGTERM

    asyncio.run(story())


def test_writing_to_git_that_has_ended_is_told(stand_in, tmp_path):
    runner = stand_in("exit 0")

    async def story():
        git = Running(runner.start([], tmp_path))
        await git.ended()
        assert not await git.stdin.write(b"x" * 10)
        git.close()

    asyncio.run(story())


def test_no_descriptor_of_ours_reaches_git_but_those_it_is_given(stand_in, tmp_path):
    runner = stand_in("ls /proc/$$/fd")
    kept, other = os.pipe()

    async def story():
        return await answer_of(runner.start([], tmp_path, keep=(kept,)), 1000)

    try:
        # Dash itself holds the script as 10.
        held = set(map(int, asyncio.run(story()).split())) - {10}
        assert held == {0, 1, 2, kept}
    finally:
        os.close(kept)
        os.close(other)


def test_a_blocking_run_that_takes_too_long_is_ended(stand_in, tmp_path):
    runner = stand_in("sleep 60")
    with pytest.raises(GitFailed, match="longer than"):
        runner.run(["log"], tmp_path, seconds=0.1)


def test_gits_version_is_asked_for_once_and_again_when_it_was_replaced(tmp_path):
    script, asked = tmp_path / "git", tmp_path / "asked"

    def install(said: str) -> None:
        (tmp_path / "new").write_text(f"#!/bin/sh\necho x >>{asked}\necho '{said}'\n")
        (tmp_path / "new").chmod(0o755)
        (tmp_path / "new").rename(script)

    install("git version 2.39.5")
    runner = Runner(Environment(tmp_path, tmp_path, 1000), str(script))
    assert [runner.version, runner.version] == [(2, 39), (2, 39)]
    assert asked.read_text() == "x\n"
    install("git version 2.47.0.rc1 (Apple Git)")
    assert runner.version == (2, 47)
    install("a git of another kind")
    assert runner.version == (0, 0)
