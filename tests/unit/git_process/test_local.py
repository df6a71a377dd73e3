"""What is the same for all repositories is asked of git once, whoever comes first."""

import asyncio

from watchword.git_process.layout import Layout
from watchword.git_process.local import LocalGit
from watchword.git_process.slots import Limits


def test_several_processes_may_be_asked_for_the_first_time_at_once(world, tmp_path):
    """The first clones after an installation come to all workers together."""

    async def story():
        workers = [
            LocalGit(
                world.database,
                Layout(tmp_path / "repositories"),
                tmp_path / "run",
                Limits(),
                world.clock,
                largest_push=1_000,
            )
            for _ in range(3)
        ]
        return await asyncio.gather(*(one.capabilities() for one in workers * 2))

    answers = asyncio.run(story())
    assert set(answers) == {answers[0]}
    assert answers[0].startswith(b"000eversion 2\n")
    assert [one.name for one in (tmp_path / "run/template/.making").iterdir()] == []
