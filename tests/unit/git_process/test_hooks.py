"""The hooks of a push, run by hand as git runs them."""

import os
import subprocess

import pytest

from watchword.git_process.hooks import ASK, VERDICT, Hooks


def run(hook, *, answer: bytes | None, given: str = ""):
    """Run pre-receive with two pipes; gives what it asked, and its exit status."""
    heard, asking = os.pipe()
    answered, telling = os.pipe()
    process = subprocess.Popen(
        [hook],
        stdin=subprocess.PIPE,
        env={
            "PATH": os.environ["PATH"],
            "GIT_QUARANTINE_PATH": "/the/quarantine",
            ASK: str(asking),
            VERDICT: str(answered),
        },
        pass_fds=(asking, answered),
    )
    os.close(asking)
    os.close(answered)
    if answer:
        os.write(telling, answer)
    os.close(telling)
    process.communicate(given.encode())
    asked = b""
    while block := os.read(heard, 65_536):
        asked += block
    os.close(heard)
    return asked.decode(), process.returncode


@pytest.fixture
def hooks(tmp_path):
    return Hooks(tmp_path)


@pytest.mark.parametrize("count", [1, 2, 3, 300])
def test_the_hook_tells_the_quarantine_and_the_commands_and_reads_one_word(hooks, count):
    push = hooks.for_push()
    lines = f"{'0' * 40} {'a' * 40} refs/heads/é\\x  \n" * count
    asked, status = run(push.folder / "pre-receive", answer=b"yes\n", given=lines)
    assert asked == f"/the/quarantine\n{lines}.\n"
    assert status == 0


@pytest.mark.parametrize("answer", [b"no\n", b"", None, b"yes or no\n", b"ye", b"YES\n"])
def test_anything_but_yes_means_no(hooks, answer):
    push = hooks.for_push()
    assert run(push.folder / "pre-receive", answer=answer)[1] != 0


def test_a_line_of_any_length_goes_through(hooks):
    push = hooks.for_push()
    line = f"{'0' * 40} {'a' * 40} refs/heads/{'x' * 200_000}\n"
    # Larger than a pipe: read it while the hook writes.
    import threading

    result = []
    heard, asking = os.pipe()
    answered, telling = os.pipe()
    reader = threading.Thread(target=lambda: result.append(drain(heard)))
    reader.start()
    process = subprocess.Popen(
        [push.folder / "pre-receive"],
        stdin=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], ASK: str(asking), VERDICT: str(answered)},
        pass_fds=(asking, answered),
    )
    os.close(asking)
    os.close(answered)
    os.write(telling, b"yes\n")
    process.communicate(line.encode())
    reader.join()
    os.close(telling)
    assert process.returncode == 0
    assert result == [f"\n{line}.\n".encode()]


def drain(descriptor: int) -> bytes:
    found = b""
    while block := os.read(descriptor, 65_536):
        found += block
    os.close(descriptor)
    return found


def test_single_refs_are_refused_by_their_whole_names(hooks):
    push = hooks.for_push()
    assert not (push.folder / "update").exists()
    push.refuse(["refs/heads/a", "refs/heads/b.*"])

    def status(ref):
        return subprocess.run([push.folder / "update", ref, "x", "y"], check=False).returncode

    assert [status(ref) for ref in ("refs/heads/a", "refs/heads/b.*")] == [1, 1]
    assert [status(ref) for ref in ("refs/heads/aa", "refs/heads/bcd", "heads/a", "-e")] == [0] * 4


def test_the_folder_of_a_push_goes_with_it_or_is_swept_later(hooks, tmp_path):
    push, crashed = hooks.for_push(), hooks.for_push()
    push.refuse(["refs/heads/a"])
    hooks.sweep(before=2**40)
    assert len(list((tmp_path / "pushes").iterdir())) == 2, "both are in progress"
    push.remove()
    os.close(crashed.held)
    assert list((tmp_path / "pushes").iterdir()) == [crashed.folder]
    hooks.sweep(before=0)
    assert crashed.folder.exists()
    hooks.sweep(before=2**40)
    assert not crashed.folder.exists()


def test_a_script_that_was_changed_is_put_right_at_the_next_start(hooks, tmp_path):
    script = tmp_path / "hooks/pre-receive"
    right = script.read_text()
    script.write_text("#!/bin/sh\nexit 0\n")
    Hooks(tmp_path)
    assert script.read_text() == right
    assert os.access(script, os.X_OK)
