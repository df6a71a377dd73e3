"""Attack 42: input of hooks that is too long, too much, or half allowed.

What is verified: every command is judged by itself, on what git was really given; whatever goes
wrong between git and the judge means no.
"""

import pytest

from tests.git_client import ZERO
from tests.git_pushes import SIDE_BAND, Pusher
from tests.git_site import make_site
from watchword.git_process import hooks, judging
from watchword.git_process.runner import GitFailed
from watchword.git_transport.pktline import packet
from watchword.ref_updates import rules
from watchword.repositories.protection import ProtectionRules

FAILED = {"refs/heads/main": judging.FAILED}


@pytest.fixture
def pusher(world, tmp_path):
    return Pusher(make_site(world, tmp_path), tmp_path)


@pytest.fixture
def tip(pusher):
    return pusher.mine.commit({"a": "b"})


def test_a_hundred_thousand_refs_in_one_push_are_refused_as_a_whole(pusher, tip):
    lines = (f"{ZERO} {tip} refs/heads/b{number:06}" for number in range(100_000))
    first = next(lines)
    body = packet(f"{first}\0{SIDE_BAND}".encode()) + b"".join(packet(x.encode()) for x in lines)
    reply = pusher.send(body + b"0000" + pusher.pack(tip))
    assert reply.status == 413
    assert pusher.refs() == {}


def test_thousands_of_refs_are_judged_one_by_one(pusher, tip):
    bringing = pusher.mine.commit({".github": {"workflows": {"x.yml": "y"}}}, "x", tip)
    refs = [(f"refs/tags/t{number:04}", ZERO, tip) for number in range(2000)]
    refs.insert(1234, ("refs/tags/bad", ZERO, bringing))
    came = pusher.push(*refs)
    assert list(came.refused) == ["refs/tags/bad"]
    assert "without `workflow` scope" in came.refused["refs/tags/bad"]
    assert len(came.done) == 2000
    assert "refs/tags/bad" not in pusher.refs()


@pytest.mark.parametrize("first", ["good", "bad"])
def test_what_is_said_of_the_first_ref_is_not_said_of_the_second(pusher, tip, first):
    bringing = pusher.mine.commit({".github": {"workflows": {"x.yml": "y"}}}, "x", tip)
    commands = [("refs/heads/good", ZERO, tip), ("refs/heads/bad", ZERO, bringing)]
    came = pusher.push(*(commands if first == "good" else reversed(commands)))
    assert came.done == ["refs/heads/good"]
    assert list(came.refused) == ["refs/heads/bad"]
    assert pusher.refs() == {"refs/heads/good": tip}


def test_two_commands_for_one_ref_are_both_refused(pusher, tip):
    pusher.push(("refs/heads/main", ZERO, tip), ("refs/heads/x", ZERO, tip))
    other = pusher.mine.commit({"a": "c"}, "c", tip)
    came = pusher.push(("refs/heads/x", tip, ZERO), ("refs/heads/x", ZERO, other))
    assert came.refused == {"refs/heads/x": rules.TWICE}
    assert pusher.refs()["refs/heads/x"] == tip


def test_a_line_longer_than_64_kib_cannot_be_sent_and_one_almost_as_long_is_refused(pusher, tip):
    long = "refs/heads/" + "x" * 65_000
    assert pusher.push((long, ZERO, tip)).refused == {long: rules.TOO_LONG}
    reply = pusher.send(b"fff1" + b"x" * 65_521)
    assert reply.status == 400


async def broken_off(question, sent):
    raise GitFailed("no more")


async def of_somebody_else(question, sent):
    path, _ = await judging_read(question, sent)
    return path.parent.parent.parent / "elsewhere/objects/x", list(sent)


judging_read = judging._read


@pytest.mark.parametrize("fault", [broken_off, of_somebody_else])
def test_a_question_that_cannot_be_read_or_believed_means_no(pusher, tip, monkeypatch, fault):
    monkeypatch.setattr(judging, "_read", fault)
    came = pusher.push(("refs/heads/main", ZERO, tip))
    assert came.refused == FAILED
    assert pusher.refs() == {}


def test_content_that_cannot_be_looked_at_means_no(pusher, tip, monkeypatch):
    async def fail(*_):
        raise GitFailed("cat-file is away")

    monkeypatch.setattr(judging.Quarantine, "workflow_refusals", fail)
    assert pusher.push(("refs/heads/main", ZERO, tip)).refused == FAILED
    assert pusher.refs() == {}


@pytest.mark.parametrize("told", ["one", "two"])
def test_a_hook_that_tells_of_other_commands_means_no(pusher, tip, told):
    script = next(pusher.site.git.parts.hooks._scripts.glob("pre-receive"))
    as_it_came = f"printf '%s\\n' \"${told}\""
    assert as_it_came in script.read_text()
    script.write_text(script.read_text().replace(as_it_came, f"{as_it_came} | sed s/heads/else/"))
    names = ["refs/heads/main", "refs/heads/other"][: 1 if told == "one" else 2]
    refused = pusher.push(*((name, ZERO, tip) for name in names)).refused
    assert refused == dict.fromkeys(names, FAILED["refs/heads/main"])
    assert pusher.refs() == {}


def test_a_hook_that_is_gone_does_not_let_a_push_go_unjudged(pusher, tip):
    """Git passes over a missing hook, and lets everything through."""
    bringing = pusher.mine.commit({".github": {"workflows": {"x.yml": "y"}}}, "x", tip)
    script = next(pusher.site.git.parts.hooks._scripts.glob("pre-receive"))
    script.unlink()
    came = pusher.push(("refs/heads/main", ZERO, tip), ("refs/heads/bad", ZERO, bringing))
    assert came.done == ["refs/heads/main"]
    assert len(pusher.recorded()) == 1


def test_refs_that_moved_without_being_let_through_are_never_called_done(
    pusher, tip, monkeypatch, tmp_path
):
    monkeypatch.setattr(hooks, "PRE_RECEIVE", "#!/bin/sh\nexit 0\n")
    for name in ("pre-receive", "update"):
        (pusher.site.git.parts.hooks._scripts / name).unlink()
    reply = pusher.send(pusher.body(("refs/heads/main", ZERO, tip)))
    assert b"ok refs/heads/main" not in reply.body
    assert pusher.recorded() == []


@pytest.mark.parametrize("first", ["free", "protected"])
def test_what_protects_one_branch_is_said_of_that_one_only(pusher, tip, first):
    pusher.push(("refs/heads/free", ZERO, tip), ("refs/heads/kept", ZERO, tip))
    other = pusher.mine.commit({"c": "d"}, "y")
    rules = ProtectionRules()
    pusher.site.world.write(
        lambda work: work.protections.add(pusher.repository.id, "kept", rules, work.now)
    )
    commands = [("refs/heads/free", tip, other), ("refs/heads/kept", tip, other)]
    came = pusher.push(*(commands if first == "free" else reversed(commands)))
    assert (came.done, list(came.refused)) == (["refs/heads/free"], ["refs/heads/kept"])
    assert pusher.refs() == {"refs/heads/free": other, "refs/heads/kept": tip}


def test_a_protected_branch_is_not_deleted_and_made_anew_in_one_push(pusher, tip):
    pusher.push(("refs/heads/kept", ZERO, tip))
    other = pusher.mine.commit({"c": "d"}, "y")
    rules = ProtectionRules()
    pusher.site.world.write(
        lambda work: work.protections.add(pusher.repository.id, "kept", rules, work.now)
    )
    for again in (("refs/heads/kept", tip, ZERO), ("refs/heads/kept", ZERO, other)):
        came = pusher.push(("refs/heads/kept", tip, ZERO), again)
        assert came.done == []
    assert pusher.push(("refs/heads/kept", ZERO, other)).done == []
    assert pusher.refs() == {"refs/heads/kept": tip}
