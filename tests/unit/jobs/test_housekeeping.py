"""What is tidied up, and above all what is not."""

import os

import pytest

from tests.sign_ins import DAY, families, sign_in
from watchword.access.gate import require
from watchword.access.table import repositories as table
from watchword.git_process.layout import Layout
from watchword.jobs import housekeeping
from watchword.jobs.housekeeping import ORPHAN_LIFE
from watchword.kernel.events import Origin
from watchword.oauth.model import GITHUB_CLI
from watchword.repositories import service


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path / "repositories")


def aged(layout, key, world, seconds):
    layout.create(key, "main")
    at = world.clock.now - seconds
    os.utime(layout.path(key), (at, at))


def test_a_folder_without_a_row_dies_after_a_day(world, layout):
    aged(layout, "a" * 32, world, ORPHAN_LIFE + 1)
    assert housekeeping.sweep_folders(world.database, layout, world.clock) == 1
    assert not layout.path("a" * 32).exists()


def test_one_that_may_be_on_its_way_lives(world, layout):
    aged(layout, "b" * 32, world, ORPHAN_LIFE - 60)
    assert housekeeping.sweep_folders(world.database, layout, world.clock) == 0
    assert layout.path("b" * 32).exists()


def test_the_folder_of_a_repository_lives_however_old(world, layout):
    made = world.repository(world.user("owner"), "thing")
    aged(layout, made.key, world, 100 * ORPHAN_LIFE)
    assert housekeeping.sweep_folders(world.database, layout, world.clock) == 0
    assert layout.path(made.key).exists()


def test_the_folder_of_a_deleted_repository_goes_with_the_fact(world, layout):
    owner = world.user("owner")
    made = world.repository(owner, "thing")
    layout.create(made.key, "main")

    def unit(work):
        found = work.repositories.by_id(made.id, owner.id)
        service.delete(work, require(world.operator, table.DELETE, found))

    world.write(unit)
    (event,) = world.read(lambda work: work.events.latest(1, name="repo.destroy"))
    housekeeping.remove_folder(layout, event)
    assert not layout.path(made.key).exists()
    housekeeping.remove_folder(layout, event)


def test_sessions_that_are_over_are_forgotten_and_others_not(world):
    user = world.user("owner")
    world.session(user)
    world.clock.now += 13 * 86_400
    kept = world.session(user)
    world.clock.now += 2 * 86_400
    housekeeping.sweep_records(world.database, world.clock)
    left = world.read(lambda work: work.sessions.of(user.id))
    assert len(left) == 1
    digest = world.keys.digest("session", kept)
    assert world.read(lambda work: work.sessions.by_digest(digest))


def test_sign_ins_of_which_nothing_lives_are_forgotten_and_others_not(world):
    user = world.user("owner")
    sign_in(world, user, GITHUB_CLI, "repo")
    sign_in(world, user, GITHUB_CLI, "gist", refreshed_until=world.clock.now + 91 * DAY)
    world.clock.now += 89 * DAY
    housekeeping.sweep_records(world.database, world.clock)
    assert len(families(world, user)) == 2
    world.clock.now += DAY
    housekeeping.sweep_records(world.database, world.clock)
    assert [family.scopes for family in families(world, user)] == [("gist",)]
    world.clock.now += DAY
    housekeeping.sweep_records(world.database, world.clock)
    assert families(world, user) == []


def test_counters_of_windows_long_over_are_forgotten(world):
    now = world.clock.now
    counts = {("old", now - 3 * 86_400): 1, ("new", now): 1}
    world.database.write_now(lambda work: work.counters.add(counts), Origin())
    housekeeping.sweep_records(world.database, world.clock)
    buckets = {"old": now - 3 * 86_400, "new": now}
    assert world.read(lambda work: dict(work.counters.totals(buckets))) == {"new": 1}
