"""Large files that no repository has are removed, bytes and all, when they are old enough."""

import asyncio
import os

import pytest

from tests.world import World, fresh_sqlite
from watchword.access.gate import require
from watchword.access.table import repositories as repository_table
from watchword.jobs.housekeeping import ORPHAN_LIFE, UPLOAD_LIFE, sweep_large_files
from watchword.lfs.model import Claim
from watchword.object_store.local import LocalObjects
from watchword.repositories import service

KEPT, GONE, LEFT, COMING = "a" * 32, "b" * 32, "c" * 32, "d" * 32


@pytest.fixture
def world(tmp_path):
    small = World(fresh_sqlite(tmp_path))
    yield small
    small.close()


@pytest.fixture
def store(world, tmp_path):
    """Four files, one of which is still on its way."""
    made = LocalObjects(tmp_path / "lfs")
    for key in (KEPT, GONE, LEFT, COMING):
        asyncio.run(made.put(key, one(b"x")))
        aged(made.path(key), world, 1 if key == COMING else UPLOAD_LIFE + 1)
    return made


async def one(block):
    yield block


def aged(path, world, seconds):
    at = world.clock.now - seconds
    os.utime(path, (at, at))


def add(world, repository, key):
    claim = Claim(key * 2, 1)
    world.write(lambda work: work.large_files.add(repository.id, claim, key, None, work.now))


def test_what_no_repository_has_for_a_day_is_removed(world, store):
    octavia = world.user("octavia")
    for name, key in (("things", KEPT), ("second", GONE)):
        add(world, world.repository(octavia, name), key)

    def sweep():
        sweep_large_files(world.database, store, world.clock)
        return {key for key, _ in store.keys()}  # noqa: SIM118 - no mapping

    assert sweep() == {KEPT, GONE, COMING}

    def delete(work):
        found = work.repositories.find("octavia", "second", octavia.id)
        service.delete(work, require(world.operator, repository_table.DELETE, found))

    world.write(delete)
    assert GONE in sweep()
    world.clock.now += ORPHAN_LIFE
    assert sweep() == {KEPT, GONE}
    world.clock.now += 1
    assert sweep() == {KEPT}


def test_what_a_crash_left_half_written_is_removed(world, tmp_path):
    store = LocalObjects(tmp_path / "lfs")
    part = store.path(LEFT).with_suffix(".part")
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")
    aged(part, world, UPLOAD_LIFE + 1)
    assert sweep_large_files(world.database, store, world.clock) == 1
    assert not part.exists()
