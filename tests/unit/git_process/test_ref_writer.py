"""Refs that move for the web and the API."""

import asyncio

import pytest

from tests.git_site import make_site
from watchword.access.actor import Actor
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import git as table
from watchword.git_process.first_commit import FirstCommitter
from watchword.git_process.ref_writer import RefWriter
from watchword.kernel.errors import Conflict, Invalid, NotPermitted
from watchword.kernel.events import Origin
from watchword.ref_updates.model import ZERO, Command
from watchword.ref_updates.protected import BranchProtected
from watchword.repositories.protection import ProtectionRules
from watchword.work.create_repository import Beginning
from watchword.work.ref_changes import Change


@pytest.fixture
def site(world, tmp_path):
    return make_site(world, tmp_path)


@pytest.fixture
def owner(site):
    return site.world.user("ann", name="Ann O'Nymous")


@pytest.fixture
def actor(owner):
    origin = Origin(user=owner.id, kind="session", request="r1")
    return Actor(owner.id, Kind.SESSION, origin=origin)


@pytest.fixture
def move(site, owner, actor):
    """Move refs of a repository as its owner."""

    def moved(repository, *commands, operation=table.EDIT):
        def authorise(work):
            found = work.repositories.by_id(repository.id, owner.id)
            return require(actor, operation, found)

        change = Change(repository, commands, authorise, actor.origin)
        return site.run(RefWriter(site.git.parts).update_refs(change))

    return moved


def facts(site):
    return site.world.read(lambda work: work.events.latest(9, name="git.push"))


def test_refs_move_and_it_is_recorded_as_a_push(site, owner, move):
    repository, history = site.repository(owner, "kept")
    first = history.commit({"a": "b"})
    second = history.commit({"a": "c"}, "c", first, branch=None)
    move(
        repository,
        Command("refs/heads/main", first, second),
        Command("refs/tags/v1", ZERO, first),
    )
    assert history.git("rev-parse", "main", "v1").split() == [second, first]
    (fact,) = facts(site)
    assert (fact.body["refs"], fact.origin.user) == (2, owner.id)


def test_when_one_ref_stands_elsewhere_none_moves(site, owner, move):
    repository, history = site.repository(owner, "kept")
    first = history.commit({"a": "b"})
    second = history.commit({"a": "c"}, "c", first, branch=None)
    wrong = Command("refs/heads/main", second, first)
    with pytest.raises(Conflict):
        move(repository, Command("refs/heads/new", ZERO, second), wrong)
    assert history.git("for-each-ref", "--format=%(refname)") == "refs/heads/main"
    assert facts(site) == []
    assert site.world.read(lambda work: work.pushes.left_open()) == []


@pytest.mark.parametrize("ref", ["refs/pull/1/head", "refs/heads/-x", "refs/heads/a b\0", "HEAD"])
def test_names_that_a_push_may_not_use_are_refused_here_too(site, owner, move, ref):
    repository, history = site.repository(owner, "kept")
    tip = history.commit({"a": "b"})
    with pytest.raises(Invalid):
        move(repository, Command(ref, ZERO, tip))


def test_a_protected_branch_goes_on_and_is_not_rewritten(site, owner, move):
    repository, history = site.repository(owner, "kept")
    first = history.commit({"a": "b"})
    second = history.commit({"a": "c"}, "c", first, branch=None)
    rules = ProtectionRules()
    site.world.write(lambda work: work.protections.add(repository.id, "ma*", rules, work.now))
    move(repository, Command("refs/heads/main", first, second))
    move(repository, Command("refs/heads/mark", ZERO, second))
    for command in (
        Command("refs/heads/main", second, first),
        Command("refs/heads/mark", second, ZERO),
    ):
        with pytest.raises(BranchProtected):
            move(repository, command)
    assert history.git("rev-parse", "main", "mark").split() == [second, second]
    assert len(facts(site)) == 2


def test_the_gate_is_asked_in_the_unit_that_opens_it(site, owner, actor, move):
    repository, history = site.repository(owner, "kept")
    tip = history.commit({"a": "b"}, branch=None)
    with pytest.raises(AssertionError, match=r"grant for repo.git_read|NotPermitted"):
        move_as_reader(site, repository, actor, tip)
    site.world.write(
        lambda work: work.repositories.update(repository.id, {"archived_at": 1}, work.now)
    )
    with pytest.raises(NotPermitted, match="archived"):
        move(repository, Command("refs/heads/main", ZERO, tip))
    assert history.git("for-each-ref") == ""


def move_as_reader(site, repository, actor, tip):
    def authorise(work):
        reader = Actor(actor.user, Kind.CLASSIC, frozenset({"repo"}), origin=actor.origin)
        return require(reader, table.READ, work.repositories.by_id(repository.id, actor.user))

    change = Change(repository, [Command("refs/heads/x", ZERO, tip)], authorise, actor.origin)
    site.run(RefWriter(site.git.parts).update_refs(change))


def test_a_first_commit_holds_a_readme_by_its_owner(site, owner, actor):
    repository, history = site.repository(owner, "kept")
    commit = FirstCommitter(site.git.parts, site.world.clock, "git.example.test")
    site.run(commit(actor, repository, Beginning(readme=True)))
    shown = history.git("log", "--format=%an|%ae|%ct|%s", "main")
    private = f"{owner.id}+ann@users.noreply.git.example.test"
    assert shown == f"Ann O'Nymous|{private}|{site.world.clock.now}|Initial commit"
    assert history.git("show", "main:README.md") == "# kept"
    assert len(facts(site)) == 1
    asyncio.run(asyncio.sleep(0))


def test_a_commit_names_the_address_of_who_shows_it(site, owner, actor):
    repository, history = site.repository(owner, "kept")
    values = {"public_email": owner.email}
    site.world.write(lambda work: work.users.update(owner.id, values, site.world.clock.now))
    commit = FirstCommitter(site.git.parts, site.world.clock, "git.example.test")
    site.run(commit(actor, repository, Beginning(readme=True)))
    assert history.git("log", "--format=%ae", "main") == "ann@example.test"
    asyncio.run(asyncio.sleep(0))
