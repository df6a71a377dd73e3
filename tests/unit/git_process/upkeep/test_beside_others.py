"""Beside git that somebody runs by hand: nothing of theirs is taken away, nothing stays broken."""

import contextlib
import os
import subprocess
from types import SimpleNamespace

import pytest
import structlog

from tests.kept_repositories import large, many_packs, packs
from watchword.git_process import condition, maintenance, pack_index
from watchword.git_process.condition import condition_of
from watchword.git_process.environment import OURS
from watchword.operator_cli.checks import stored
from watchword.operator_cli.checks.finding import Level


@contextlib.contextmanager
def running(history, **more):
    """A git that is at work in the repository until the block ends."""
    variables = {"PATH": os.environ["PATH"], "HOME": str(history.path), **more}
    command = ["git", "-C", str(history.path), "cat-file", "--batch"]
    with subprocess.Popen(
        command, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as git:
        git.stdin.write(b"HEAD\n")
        git.stdin.flush()
        assert git.stdout.readline(), "it is there"
        yield
        git.stdin.close()
        git.stdout.read()


@pytest.fixture
def scattered(there):
    many_packs(there, condition.MOST_PACKS + 1)
    return there


def test_upkeep_waits_for_another_git_and_comes_again_soon(site, scattered):
    upkeep, clock = site.git.upkeep, site.world.clock
    lock = scattered.path / "packed-refs.lock"
    upkeep.note(scattered.key)
    clock.now += maintenance.QUIET
    with running(scattered), structlog.testing.capture_logs() as logs:
        lock.write_text("")
        assert upkeep.work_off() == 0
        assert lock.exists(), "it may be the other git's"
    assert logs == []
    clock.now += maintenance.QUIET
    assert upkeep.work_off() == 1
    assert not condition_of(scattered.path).scattered
    assert not lock.exists()


def test_git_of_this_server_is_not_waited_for(site, scattered):
    with running(scattered, **dict([OURS])):
        assert site.git.upkeep.look_after(scattered.key)


def test_what_fails_once_is_tried_again_and_told_once_when_it_fails_again(site, scattered):
    upkeep, clock = site.git.upkeep, site.world.clock
    pack = packs(scattered)[0]
    whole = pack.read_bytes()
    pack.chmod(0o600)
    pack.write_bytes(bytes(len(whole)))
    upkeep.note(scattered.key)
    with structlog.testing.capture_logs() as logs:
        clock.now += maintenance.QUIET
        assert upkeep.work_off() == 0
        assert logs == []
        clock.now += 3_600
        assert upkeep.work_off() == 0
        clock.now += 3_600
        assert upkeep.look_everywhere() == 0
    (told,) = logs
    assert told["event"] == "repository not looked after"
    assert (told["key"], told["log_level"]) == (scattered.key, "error")
    assert "exc_info" not in told
    pack.write_bytes(whole)
    clock.now += 3_600
    assert upkeep.look_everywhere() == 1


def test_a_damaged_repository_is_told_of_once_in_a_line(site, there):
    (there.path / "objects/info/alternates").write_text("/elsewhere\n")
    with structlog.testing.capture_logs() as logs:
        site.git.upkeep.look_everywhere()
        site.git.upkeep.look_everywhere()
    (told,) = logs
    assert "never shares objects" in told["why"]


def test_an_index_of_packs_that_are_gone_is_removed_before_git_meets_it(site, there):
    large(there)
    assert site.git.upkeep.repack(there.key, prune=False)
    site.layout.checked(there.key)
    index = there.path / "objects/pack/multi-pack-index"
    before = {path: path.read_bytes() for path in index.parent.glob(f"{index.name}*")}
    # As it is where a repack by hand removes packs while upkeep writes their index.
    there.commit({"more": "x"}, "x", there.tip)
    there.git("repack", "-a", "-d", "-q")
    for path, content in before.items():
        path.write_bytes(content)
    with pytest.raises(subprocess.CalledProcessError):
        there.git("repack", "-a", "-d", "-q")
    site.layout.checked(there.key)
    assert not index.exists()
    there.git("repack", "-a", "-d", "-q")
    assert site.git.upkeep.repack(there.key, prune=False)
    site.layout.checked(there.key)
    assert index.exists(), "an index of packs that are there stays"
    there.git("fsck", "--strict")


def test_an_index_that_takes_the_place_of_a_stale_one_stays(tmp_path, monkeypatch):
    index = tmp_path / pack_index.NAME
    index.write_text("of packs that are about to go")

    def repacked(_file):
        (tmp_path / "new").write_text("of those in their place")
        (tmp_path / "new").rename(index)
        return ["pack-gone.idx"]

    monkeypatch.setattr(pack_index, "_names", repacked)
    assert not pack_index.drop_stale(tmp_path)
    assert index.exists()


@pytest.mark.parametrize("text", [b"", b"MIDX", b"MIDX" + bytes([1, 1, 9, 0, 0, 0, 0, 1])])
def test_an_index_that_is_none_is_left_to_git(site, there, text):
    index = there.path / "objects/pack/multi-pack-index"
    index.parent.mkdir(exist_ok=True)
    index.write_bytes(text)
    site.layout.checked(there.key)
    assert index.read_bytes() == text


def test_a_pack_that_goes_while_it_is_looked_at_fails_no_fetch(site, there):
    (there.path / "objects/pack").mkdir(exist_ok=True)
    # Listed with the folder, and not there any more when it is asked for.
    (there.path / "objects/pack/pack-gone.pack").symlink_to("nowhere")
    assert not site.git.answers._fits(there.path), "no answer is kept on this site"


def test_doctor_names_a_damaged_repository_and_goes_on(site, there):
    (there.path / "objects/info/alternates").write_text("/elsewhere\n")
    desk = SimpleNamespace(layout=site.layout, settings=None)
    damaged, others = stored.upkeep(desk, site.world.clock.seconds())
    assert (damaged.level, others.level) == (Level.BAD, Level.GOOD)
    assert damaged.what.startswith(f"the repository in {there.path} is damaged: ")
    assert "backup" in damaged.advice
