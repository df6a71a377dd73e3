"""What git's protocol says, held against the installed git, and what is put into it."""

import gzip
import os
import subprocess
import zlib

import pytest

from tests.git_client import packets
from tests.git_site import SITE
from watchword.git_transport.pktline import packet
from watchword.repositories.model import Visibility

LS_REFS = b"0014command=ls-refs\n0000"
DAY = 86_400


@pytest.fixture
def ann(site):
    return site.world.user("ann")


@pytest.fixture
def public(site, ann):
    """A public repository with one commit."""
    repository, history = site.repository(ann, "open", Visibility.PUBLIC)
    history.tip = history.commit({"a": "b"})
    history.name = f"/{repository.full_name}.git"
    return history


def fetch_of(tip: str, version: int = 2) -> bytes:
    want = packet(f"want {tip}\n".encode())
    if version == 2:
        quiet = packet(b"no-progress")
        return packet(b"command=fetch") + b"0001" + quiet + want + packet(b"done\n") + b"0000"
    first = packet(f"want {tip} side-band-64k no-progress\n".encode())
    return first + b"0000" + packet(b"done\n")


def of_git(history, *command, protocol=None, given=b""):
    """What the installed git writes in that repository, with our settings for fetches."""
    from watchword.git_process.environment import FETCHING, HIDING

    environment = {"PATH": os.environ["PATH"], "HOME": str(history.path)}
    if protocol:
        environment["GIT_PROTOCOL"] = protocol
    settings = [word for key, value in (*FETCHING, *HIDING) for word in ("-c", f"{key}={value}")]
    done = subprocess.run(
        ["git", *settings, *command, "."],
        cwd=history.path,
        env=environment,
        input=given,
        capture_output=True,
        check=True,
    )
    return done.stdout


def test_the_capabilities_of_version_2_are_those_of_git_byte_for_byte(site, public):
    reply = site.run(site.refs(public.name))
    advertised = ("upload-pack", "--stateless-rpc", "--http-backend-info-refs")
    assert reply.body == of_git(public, *advertised, protocol="version=2")
    assert reply.headers["content-type"] == "application/x-git-upload-pack-advertisement"
    assert reply.headers["cache-control"] == "no-cache, max-age=0, must-revalidate"


def test_the_capabilities_of_version_2_take_no_process(site, public, monkeypatch):
    site.run(site.refs(public.name))
    monkeypatch.setattr(site.git.runner, "start", None)
    assert site.run(site.refs(public.name)).status == 200


@pytest.mark.parametrize("version", [0, 1])
def test_the_refs_of_older_versions_are_those_of_git_byte_for_byte(site, public, version):
    reply = site.run(site.refs(public.name, version=version))
    advertised = ("upload-pack", "--stateless-rpc", "--http-backend-info-refs")
    protocol = f"version={version}" if version else None
    expected = b"001e# service=git-upload-pack\n0000"
    assert reply.body == expected + of_git(public, *advertised, protocol=protocol)


def test_a_push_is_told_of_version_0_whatever_it_asks_for(site, ann, public):
    _, secret = site.world.token(ann, "repo")
    reply = site.run(site.refs(public.name, "git-receive-pack", token=secret.text))
    assert reply.body.startswith(b"001f# service=git-receive-pack\n0000")
    for offered in (b"atomic", b"push-options", b"report-status-v2", b"delete-refs"):
        assert offered in reply.body
    assert b"push-cert" not in reply.body


@pytest.mark.parametrize("version", [0, 2])
def test_a_fetch_gets_what_git_writes(site, public, version):
    body = fetch_of(public.tip, version)
    reply = site.run(site.post(public.name, body, version=version))
    protocol = "version=2" if version else None
    expected = of_git(public, "upload-pack", "--stateless-rpc", protocol=protocol, given=body)
    assert _joined(reply.body) == _joined(expected)


def _joined(body):
    """What git wrote, its pack in one piece: where git cuts it depends on the moment."""
    read = packets(body)
    parts = [isinstance(one, bytes) and one[:1] == b"\x01" for one in read]
    pack = b"".join(one[1:] for one, part in zip(read, parts, strict=True) if part)
    return [one for one, part in zip(read, parts, strict=True) if not part], pack


def test_the_person_is_told_on_a_fetch_when_the_token_ends_within_a_week(site, ann, public):
    now = site.world.clock.now
    remarks = {}
    for days in (6, 8):
        _, secret = site.world.token(ann, "repo", expires_at=now + days * DAY)
        for body in (fetch_of(public.tip), LS_REFS):
            reply = site.run(site.post(public.name, body, token=secret.text))
            remarks[days, body] = b"Your personal access token ends on" in reply.body
            if remarks[days, body]:
                before, after = reply.body.split(b"\x02Your personal", 1)
                assert before[:-4].endswith(b"000dpackfile\n")
                assert f"{SITE}/settings/tokens\n".encode() in after
                assert b"PACK" in after
    assert [key for key, told in remarks.items() if told] == [(6, fetch_of(public.tip))]


def test_a_want_that_no_ref_leads_to_is_refused_in_older_versions(site, public):
    lost = public.commit({"secret": "x"}, branch=None)
    reply = site.run(site.post(public.name, fetch_of(lost, 0), version=0))
    assert b"not our ref" in reply.body
    assert b"PACK" not in reply.body


def test_refs_of_the_servers_own_are_not_shown(site, public):
    public.git("update-ref", "refs/watchword/keep", public.tip)
    public.git("update-ref", "refs/pull/1/head", public.tip)
    shown = site.run(site.post(public.name, LS_REFS)).body
    assert b"refs/watchword" not in shown
    assert b"refs/pull/1/head" in shown


@pytest.mark.parametrize(
    "body",
    [
        b"no gzip at all",
        gzip.compress(LS_REFS)[:-4],
        gzip.compress(LS_REFS) + b"more",
        zlib.compress(LS_REFS),
    ],
    # Named: what gzip writes holds the time, and all processes must call a test alike.
    ids=["no gzip", "cut off", "more behind it", "zlib"],
)
def test_a_body_that_cannot_be_inflated_is_refused(site, public, body):
    zipped = [(b"content-encoding", b"gzip")]
    reply = site.run(site.post(public.name, body, more=zipped))
    assert reply.status == 400
    assert reply.body.startswith(b"The request ")


@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_zipped_body_may_come_in_pieces(site, public, size):
    zipped = gzip.compress(LS_REFS)
    pieces = [zipped[at : at + size] for at in range(0, len(zipped), size)]

    async def ask():
        client = site.begin(public.name, more=[(b"content-encoding", b"x-gzip")])
        for piece in pieces:
            client.send(piece, more=True)
        return await client.send(b"").answer()

    assert public.tip.encode() in site.run(ask()).body


def test_a_token_is_seen_in_use_with_time_and_address(site, ann, public):
    token, secret = site.world.token(ann)
    site.run(site.refs(public.name, token=secret.text))
    assert site.observed == [(token, site.world.clock.now, "203.0.113.9")]


def test_a_damaged_repository_is_a_failure_of_the_server_not_of_the_client(site, ann, public):
    (public.path / "HEAD").unlink()
    reply = site.run(site.post(public.name, LS_REFS))
    assert reply.status == 500
    assert reply.body == b"The server could not serve git. Its log says more.\n"


def test_a_list_of_refs_starts_no_process_unless_something_is_unusual(site, public, monkeypatch):
    """The whole of `git ls-remote`, and what a clone begins with."""
    started, start = [], site.git.runner.start
    site.run(site.refs(public.name))
    monkeypatch.setattr(
        type(site.git.runner),
        "start",
        lambda _, command, *rest, **more: started.append(command) or start(command, *rest, **more),
    )
    words = [b"peel", b"symrefs", b"unborn", b"ref-prefix refs/heads/", b"ref-prefix HEAD"]
    body = packet(b"command=ls-refs") + b"0001" + b"".join(map(packet, words)) + b"0000"

    async def ask(version=2):
        await site.refs(public.name)
        return await site.post(public.name, body, version=version)

    reply = site.run(ask())
    assert public.tip.encode() + b" HEAD symref-target:refs/heads/main" in reply.body
    assert not started
    public.git("symbolic-ref", "refs/heads/other", "refs/heads/main")
    assert b"refs/heads/other symref-target:refs/heads/main" in site.run(ask()).body
    assert len(started) == 1
    (public.path / "config").write_text("[core]\n\tbare = true\n")
    public.git("symbolic-ref", "-d", "refs/heads/other")
    assert site.run(ask()).body == reply.body
    assert len(started) == 2
    site.run(ask(version=0))
    assert len(started) == 3
