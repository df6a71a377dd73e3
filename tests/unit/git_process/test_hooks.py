"""The hook that has git leave single refs of a push as they are."""

import subprocess

import pytest

from watchword.git_process.hooks import Hooks

KEPT, MOVED = "refs/heads/kept", "refs/heads/moved"


@pytest.fixture
def push(tmp_path):
    return Hooks(tmp_path).for_push()


def lets_through(push, ref):
    command = [push.folder / "update", ref, "0" * 40, "1" * 40]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_only_the_refs_that_were_named_stay_as_they_are(push):
    push.refuse([KEPT])
    assert not lets_through(push, KEPT)
    assert lets_through(push, MOVED)
    assert lets_through(push, f"{KEPT}-too")


def test_a_hook_that_cannot_read_what_is_refused_refuses_all(push):
    """A reader that fails must not open the door (attack 42)."""
    push.refuse([KEPT])
    (push.folder / "refused").unlink()
    assert not lets_through(push, MOVED)
