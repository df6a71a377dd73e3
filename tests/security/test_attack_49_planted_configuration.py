"""Attack 49: settings, hooks and links planted in a bare repository, or around it.

What is verified: nothing that lies in the folder, in a home, or in the server's own environment
has git start a program or give up a check.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.git_client import ZERO
from tests.git_pushes import Pusher
from tests.git_site import make_site
from watchword.git_transport.pktline import packet

LS_REFS = b"0014command=ls-refs\n0000"


@pytest.fixture
def pusher(world, tmp_path):
    return Pusher(make_site(world, tmp_path), tmp_path)


@dataclass
class Marker:
    program: Path
    file: Path

    @property
    def parent(self) -> Path:
        return self.program.parent

    def exists(self) -> bool:
        """Whether the program ran."""
        return self.file.exists()


@pytest.fixture
def marker(tmp_path):
    """A program that tells that it ran, and where it tells it."""
    ran, program = tmp_path / "ran", tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho $0 $@ >>{ran}\ncat\n")
    program.chmod(0o755)
    return Marker(program, ran)


@pytest.fixture
def planted(marker):
    """A configuration with every setting that starts a program or opens a door."""
    run = marker.program
    return f"""
[core]
    bare = true
    repositoryformatversion = 0
    fsmonitor = {run}
    sshCommand = {run}
    gitProxy = {run}
    alternateRefsCommand = {run}
    askPass = {run}
    editor = {run}
    pager = {run}
    hooksPath = {run.parent}/hooks
[uploadpack]
    packObjectsHook = {run}
    allowAnySHA1InWant = true
    hideRefs = refs/heads
[receive]
    fsckObjects = false
    maxInputSize = 0
    certNonceSeed = x
[transfer]
    fsckObjects = false
    hideRefs = !refs/watchword
[diff]
    external = {run}
[gpg]
    program = {run}
[credential]
    helper = !{run}
[filter "x"]
    clean = {run}
    smudge = {run}
    process = {run}
[protocol "ext"]
    allow = always
[gc]
    auto = 1
[alias]
    receive-pack = !{run}
    upload-pack = !{run}
"""


def plant(pusher, marker, text):
    """Put it wherever git looks, and hooks beside it."""
    run = pusher.site.git.parts.layout.root.parent / "run"
    (pusher.there.path / "config").write_text(text)
    for hooks in (pusher.there.path / "hooks", marker.parent / "hooks", run / "home/hooks"):
        hooks.mkdir(exist_ok=True)
        for name in ("pre-receive", "update", "post-receive", "post-update", "proc-receive"):
            (hooks / name).write_text(marker.program.read_text())
            (hooks / name).chmod(0o755)
        (hooks / "reference-transaction").write_text(marker.program.read_text())
        (hooks / "reference-transaction").chmod(0o755)


def use(pusher):
    """Whatever the server does with a repository."""
    tip = pusher.mine.commit({"a": "b", ".gitattributes": "* filter=x diff=x\n"})
    came = pusher.push(("refs/heads/main", ZERO, tip))
    want = packet(f"want {tip}\n".encode())
    fetch = packet(b"command=fetch") + b"0001" + want + packet(b"done\n") + b"0000"
    got = pusher.site.run(pusher.site.post(pusher.path, fetch, token=pusher.secret))
    shown = pusher.site.run(pusher.site.post(pusher.path, LS_REFS, token=pusher.secret))
    told = pusher.site.run(pusher.site.refs(pusher.path, token=pusher.secret, version=0))
    pusher.site.git.upkeep.repack(pusher.there.key, prune=True)
    return came, got, shown, told


def test_a_planted_configuration_starts_nothing_and_opens_nothing(pusher, marker, planted):
    lost = pusher.there.commit({"secret": "x"}, branch=None)
    plant(pusher, marker, planted)
    came, got, shown, _ = use(pusher)
    assert not marker.exists()
    assert came.done == ["refs/heads/main"]
    assert b"PACK" in got.body
    assert b"refs/heads/main" in shown.body
    first = packet(f"want {lost} side-band-64k\n".encode()) + b"0000" + packet(b"done\n")
    refused = pusher.site.run(pusher.site.post(pusher.path, first, token=pusher.secret, version=0))
    assert b"not our ref" in refused.body


def test_objects_are_checked_whatever_the_configuration_says(pusher, marker, planted):
    plant(pusher, marker, planted)
    blob = pusher.mine.blob("x")
    tip = pusher.mine.commit(
        pusher.mine.git("mktree", given=f"100644 blob {blob}\t.git\n".encode())
    )
    came = pusher.push(("refs/heads/main", ZERO, tip))
    assert list(came.refused) == ["refs/heads/main"]


def test_nothing_of_the_servers_own_environment_reaches_git(pusher, marker, planted, monkeypatch):
    evil = marker.parent / "gitconfig"
    evil.write_text(planted)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG"):
        monkeypatch.setenv(name, str(evil))
    monkeypatch.setenv("GIT_SSH_COMMAND", str(marker.program))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(marker.program))
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    monkeypatch.setenv("HOME", str(marker.parent))
    (marker.parent / ".gitconfig").write_text(planted)
    came, *_ = use(pusher)
    assert came.done == ["refs/heads/main"]
    assert not marker.exists()


@pytest.mark.parametrize("part", ["objects", "refs", "HEAD", "config"])
def test_a_link_to_elsewhere_is_not_followed(pusher, tmp_path, part):
    pusher.there.commit({"secret": "x"})
    elsewhere = tmp_path / "elsewhere"
    (pusher.there.path / part).rename(elsewhere)
    (pusher.there.path / part).symlink_to(elsewhere)
    reply = pusher.site.run(pusher.site.post(pusher.path, LS_REFS, token=pusher.secret))
    assert reply.status == 500
    assert b"refs/heads/main" not in reply.body


@pytest.mark.parametrize("name", ["objects/info/alternates", "objects/info/http-alternates"])
def test_objects_of_another_repository_are_not_borrowed(pusher, name):
    _, other = pusher.site.repository(pusher.owner, "other")
    other.commit({"secret": "x"})
    (pusher.there.path / name).write_text(f"{other.path}/objects\n")
    reply = pusher.site.run(pusher.site.post(pusher.path, LS_REFS, token=pusher.secret))
    assert reply.status == 500


def test_a_folder_that_points_to_another_repository_is_not_followed(pusher):
    _, other = pusher.site.repository(pusher.owner, "other")
    other.commit({"secret": "x"})
    (pusher.there.path / "commondir").write_text(f"{other.path}\n")
    reply = pusher.site.run(pusher.site.post(pusher.path, LS_REFS, token=pusher.secret))
    assert reply.status == 500


def test_a_promise_of_missing_objects_is_not_fetched(pusher, marker):
    tip = pusher.there.commit({"a": "b"})
    blob = pusher.there.git("rev-parse", "main:a")
    (pusher.there.path / f"objects/{blob[:2]}/{blob[2:]}").unlink()
    (pusher.there.path / "config").write_text(
        "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
        "[extensions]\n\tpartialClone = origin\n"
        f'[remote "origin"]\n\turl = ext::{marker.program} x\n\tpromisor = true\n'
    )
    want = packet(f"want {tip}\n".encode())
    fetch = packet(b"command=fetch") + b"0001" + want + packet(b"done\n") + b"0000"
    pusher.site.run(pusher.site.post(pusher.path, fetch, token=pusher.secret))
    assert not marker.exists()
