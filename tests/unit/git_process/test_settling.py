"""Pushes that a crash left open."""

import os

import pytest

from tests.git_site import make_site
from watchword.access.gate import require
from watchword.access.table import git as table
from watchword.kernel.events import Origin
from watchword.ref_updates import service
from watchword.ref_updates.model import ZERO, Command

ORIGIN = Origin(kind="classic", request="r1")


@pytest.fixture
def site(world, tmp_path):
    return make_site(world, tmp_path)


@pytest.fixture
def there(site):
    """A repository, its history, and how to leave a push open in it."""
    owner = site.world.user("ann")
    _, secret = site.world.token(owner, "repo")
    repository, history = site.repository(owner, "kept")

    def opened(*commands):
        def unit(work):
            caller = site.world.caller(secret).actor
            found = work.repositories.by_id(repository.id, owner.id)
            grant = require(caller, table.PUSH, found)
            return service.open_push(work, grant, commands)

        return site.world.write(unit)

    history.opened = opened
    history.repository = repository
    return history


def facts(site):
    return site.world.read(
        lambda work: [fact.body for fact in work.events.latest(9, name="git.push")]
    )


def test_a_ref_that_stands_where_the_push_wanted_it_was_moved_by_it(site, there):
    moved = there.commit({"a": "b"}, branch="moved")
    other = there.commit({"a": "c"}, branch="stayed")
    gone = Command("refs/heads/gone", moved, ZERO)
    there.opened(
        Command("refs/heads/moved", ZERO, moved), Command("refs/heads/stayed", other, moved), gone
    )
    assert site.git.settling.settle_all() == 1
    (fact,) = facts(site)
    assert (fact["ref"], fact["after"], fact["refs"]) == ("refs/heads/moved", moved, 2)
    kept = site.world.read(lambda work: work.pushes.commands(fact["push"]))
    assert kept == (Command("refs/heads/moved", ZERO, moved), gone)
    assert site.world.read(lambda work: work.pushes.left_open()) == []


def test_a_push_of_which_nothing_was_done_is_closed_and_not_told(site, there):
    tip = there.commit({"a": "b"}, branch=None)
    there.opened(Command("refs/heads/main", ZERO, tip))
    assert site.git.settling.settle_all() == 1
    assert facts(site) == []
    assert site.world.read(lambda work: work.pushes.left_open()) == []


def test_a_push_at_work_is_left_alone(site, there):
    tip = there.commit({"a": "b"})
    there.opened(Command("refs/heads/main", ZERO, tip))
    (push,) = site.world.read(lambda work: work.pushes.left_open())
    shown = site.git.parts.presence.show(push.key, push.origin)
    assert site.git.settling.settle_all() == 0
    os.close(shown)
    assert site.git.settling.settle_all() == 1


def test_locks_that_a_killed_git_left_are_removed(site, there):
    tip = there.commit({"a": "b"}, branch=None)
    lock = there.path / "refs/heads/main.lock"
    lock.write_text("")
    there.opened(Command("refs/heads/main", ZERO, tip))
    seat = site.git.parts.queue._slots.repositories.take(there.key)
    site.git.settling.settle_all()
    assert lock.exists(), "somebody is at work in the repository"
    os.close(seat)
    there.opened(Command("refs/heads/main", ZERO, tip))
    site.git.settling.settle_all()
    assert not lock.exists()


def test_the_first_branch_becomes_the_default_whoever_finds_out(site, there):
    tip = there.commit({"a": "b"}, branch="trunk")
    there.opened(Command("refs/heads/trunk", ZERO, tip))
    site.git.settling.settle_all()
    found = site.world.read(lambda work: work.repositories.by_id(there.repository.id, None))
    assert found.default_branch == "trunk"
    assert there.git("symbolic-ref", "HEAD") == "refs/heads/trunk"


def test_a_push_is_closed_once(site, there):
    tip = there.commit({"a": "b"})
    opened = there.opened(Command("refs/heads/main", ZERO, tip))
    done = [Command("refs/heads/main", ZERO, tip)]
    assert site.world.write(lambda work: service.close_push(work, opened, done))
    assert not site.world.write(lambda work: service.close_push(work, opened, done))
    assert len(facts(site)) == 1


def test_the_fact_is_told_in_the_name_of_who_pushed(site, there):
    tip = there.commit({"a": "b"})
    opened = there.opened(Command("refs/heads/main", ZERO, tip))
    assert opened.others == []
    site.git.settling.settle_all()
    (fact,) = site.world.read(lambda work: work.events.latest(1, name="git.push"))
    assert fact.origin.user == there.repository.owner
    assert fact.origin.kind == "classic"
