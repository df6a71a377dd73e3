"""Pushes to protected branches: what git and the person at the terminal are told."""

import pytest

from tests.git_client import ZERO
from tests.git_pushes import SIDE_BAND, Pusher
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.roles import Role
from watchword.access.table import protection as table
from watchword.ref_updates import protected
from watchword.repositories import protecting
from watchword.repositories.protection import ProtectionRules
from watchword.repositories.protection_events import PolicyOverridden

MAIN, OTHER = "refs/heads/main", "refs/heads/other"


@pytest.fixture
def pusher(site, tmp_path) -> Pusher:
    made = Pusher(site, tmp_path)
    made.first = made.mine.commit({"a": "1"})
    made.second = made.mine.commit({"a": "2"}, "x", made.first)
    made.third = made.mine.commit({"a": "3"}, "x", made.second)
    made.elsewhere = made.mine.commit({"b": "1"}, "y")
    assert made.push((MAIN, ZERO, made.second)).done == [MAIN]
    return made


@pytest.fixture
def writer(pusher):
    """The token of somebody who may write and does not run the repository."""
    bob = pusher.site.world.user("bob")
    pusher.site.world.collaborator(pusher.repository, bob, Role.WRITE)
    pusher.bob = bob
    return pusher.site.world.token(bob, "repo")[1].text


def protect(pusher, pattern="main", **rules):
    owner = actor_of(pusher.owner, kind=Kind.SESSION)

    def unit(work):
        found = work.repositories.by_id(pusher.repository.id, owner.user)
        grant = require(owner, table.SET, found)
        protecting.protect(work, grant, pattern, ProtectionRules(**rules))

    pusher.site.world.write(unit)


def test_a_push_that_goes_on_is_taken(pusher):
    protect(pusher)
    assert pusher.push((MAIN, pusher.second, pusher.third)).done == [MAIN]


@pytest.mark.parametrize("back", ["first", "elsewhere"])
def test_a_rewrite_is_refused_in_githubs_words(pusher, back):
    protect(pusher)
    came = pusher.push((MAIN, pusher.second, getattr(pusher, back)))
    assert came.refused == {MAIN: "protected branch hook declined"}
    assert came.said.splitlines() == [
        f"error: GH006: Protected branch update failed for {MAIN}.",
        "error: Cannot force-push to this branch",
    ]
    assert pusher.refs() == {MAIN: pusher.second}


def test_a_deletion_is_refused_in_githubs_words(pusher):
    pusher.push((OTHER, ZERO, pusher.first))
    protect(pusher, "oth*")
    came = pusher.push((OTHER, pusher.first, ZERO))
    assert came.refused == {OTHER: "protected branch hook declined"}
    assert "error: Cannot delete this branch" in came.said


def test_a_client_without_side_band_gets_the_plain_refusal(pusher):
    protect(pusher)
    reply = pusher.send(
        pusher.body((MAIN, pusher.second, pusher.first), capabilities="report-status")
    )
    assert b"ng refs/heads/main protected branch hook declined" in reply.body


def test_the_other_refs_of_a_push_go_through(pusher):
    protect(pusher)
    commands = ((OTHER, ZERO, pusher.third), (MAIN, pusher.second, pusher.first))
    came = pusher.push(*commands)
    assert (came.done, list(came.refused)) == ([OTHER], [MAIN])
    assert pusher.refs() == {MAIN: pusher.second, OTHER: pusher.third}


def test_an_atomic_push_falls_as_a_whole(pusher):
    protect(pusher)
    commands = ((OTHER, ZERO, pusher.third), (MAIN, pusher.second, pusher.first))
    came = pusher.push(*commands, capabilities=f"{SIDE_BAND} atomic")
    assert came.refused == {MAIN: "protected branch hook declined", OTHER: "atomic push failure"}
    assert pusher.refs() == {MAIN: pusher.second}


def test_a_lie_about_where_the_branch_stood_gains_nothing(pusher):
    protect(pusher)
    branched = pusher.mine.commit({"c": "1"}, "z", pusher.first)
    came = pusher.push((MAIN, pusher.first, branched))
    assert came.done == []
    assert pusher.refs() == {MAIN: pusher.second}


def test_only_those_who_are_named_push(pusher, writer):
    protect(pusher, restricted=True)
    came = pusher.push((MAIN, pusher.second, pusher.third), secret=writer)
    assert came.refused == {MAIN: protected.DECLINED}
    assert protected.NOT_AUTHORIZED in came.said
    protect(pusher, restricted=True, users=(pusher.bob.id,))
    assert pusher.push((MAIN, pusher.second, pusher.third), secret=writer).done == [MAIN]


def test_who_runs_the_repository_goes_past_a_lock_which_is_recorded(pusher, writer):
    protect(pusher, lock_branch=True)
    refused = pusher.push((MAIN, pusher.second, pusher.third), secret=writer)
    assert protected.LOCKED in refused.said
    assert pusher.push((MAIN, pusher.second, pusher.third)).done == [MAIN]
    facts = pusher.site.world.read(lambda work: work.events.latest(9, name=PolicyOverridden.name))
    assert [fact.body["after"] for fact in facts] == [pusher.third]


def test_where_the_rule_binds_administrators_they_are_refused_as_well(pusher):
    protect(pusher, lock_branch=True, enforce_admins=True)
    came = pusher.push((MAIN, pusher.second, pusher.third))
    assert came.refused == {MAIN: protected.DECLINED}
