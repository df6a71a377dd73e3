"""The real git-lfs with the real server, a token as the password: pushes, clones, locks."""

import hashlib
import os

import pytest

from tests.git_client import basic
from tests.system.git.test_streams import ROOM, servers_memory

LARGE = 96 * 2**20


@pytest.fixture
def writer(server, git, place):
    """Git at a machine where git-lfs is set up and the token is kept."""
    return at_machine(server, git, place.token)


def at_machine(server, git, token):
    git.home.mkdir(exist_ok=True)
    git.run("lfs", "install", "--skip-repo")
    git.run("config", "--global", "credential.helper", "store")
    address = server.with_token(server.url, token)
    (git.home / ".git-credentials").write_text(f"{address}\n")
    return git


def tracked(git, place):
    """A clone in which large files are left to git-lfs."""
    work = git.folder("work")
    git.run("remote", "add", "origin", place.url, at=work)
    git.run("lfs", "track", "--lockable", "*.bin", at=work)
    return work


def test_what_is_pushed_is_cloned_and_no_large_file_is_in_git(server, writer, place):
    work = tracked(writer, place)
    content = os.urandom(LARGE)
    (work / "large.bin").write_bytes(content)
    (work / "small.bin").write_bytes(b"small")
    writer.commit(work, "more.txt", "text\n")
    before = servers_memory(server)
    writer.run("push", "-q", "origin", "main", at=work)
    writer.run("clone", "-q", place.url, "copy")
    assert servers_memory(server) < before + ROOM
    copy = writer.home / "copy"
    assert hashlib.sha256((copy / "large.bin").read_bytes()).digest() == (
        hashlib.sha256(content).digest()
    )
    assert (copy / "small.bin").read_bytes() == b"small"
    pointer = writer.run("show", "HEAD:large.bin", at=copy).stdout
    assert pointer.startswith("version https://git-lfs.github.com/spec/v1\n")
    assert sum(path.stat().st_size for path in place.folder.rglob("*")) < 2**20
    kept = [path for path in (server.data / "lfs").rglob("*") if path.is_file()]
    assert sorted(path.stat().st_size for path in kept) == [5, LARGE]
    written = {path: path.stat().st_mtime_ns for path in kept}
    # Sent again, nothing is: what is there is told to be there.
    writer.run("lfs", "push", "--all", "origin", at=copy)
    assert {path: path.stat().st_mtime_ns for path in kept} == written


def test_a_path_is_locked_once_until_it_is_unlocked(writer, place):
    work = tracked(writer, place)
    (work / "art.bin").write_bytes(b"one")
    writer.commit(work, "more.txt", "text\n")
    writer.run("push", "-q", "origin", "main", at=work)
    writer.run("lfs", "lock", "art.bin", at=work)
    assert "art.bin" in writer.run("lfs", "locks", at=work).stdout
    again = writer.run("lfs", "lock", "art.bin", at=work, check=False)
    assert again.returncode != 0
    assert "already created lock" in again.stderr + again.stdout
    (work / "art.bin").write_bytes(b"two")
    writer.commit(work, "more.txt", "other\n")
    writer.run("push", "-q", "origin", "main", at=work)
    writer.run("lfs", "unlock", "art.bin", at=work)
    assert writer.run("lfs", "locks", at=work).stdout == ""


def test_a_dead_token_is_forgotten_and_nothing_is_sent(server, git, place):
    dead = at_machine(server, git, "ghp_" + "a" * 36)
    work = tracked(dead, place)
    (work / "art.bin").write_bytes(b"one")
    dead.commit(work, "more.txt", "text\n")
    failed = dead.run("lfs", "push", "--all", "origin", at=work, check=False)
    assert failed.returncode != 0
    assert "credentials" in failed.stderr
    assert (dead.home / ".git-credentials").read_text() == ""


def test_a_token_in_a_header_of_ones_own_works_too(server, git, place):
    """As workflows have it: git-lfs then sends that header beside what it was told to send."""
    writer = at_machine(server, git, "")
    (writer.home / ".git-credentials").unlink()
    header = basic("x-access-token", place.token)["Authorization"]
    writer.run("config", "--global", "http.extraHeader", f"Authorization: {header}")
    work = tracked(writer, place)
    (work / "art.bin").write_bytes(b"one")
    writer.commit(work, "more.txt", "text\n")
    writer.run("push", "-q", "origin", "main", at=work)
    writer.run("clone", "-q", place.url, "copy")
    assert (writer.home / "copy/art.bin").read_bytes() == b"one"
