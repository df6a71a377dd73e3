"""Files that no release has are removed, when they are old enough to be nobody's."""

import asyncio
import os

import pytest

from tests.world import World, fresh_sqlite
from watchword.jobs.housekeeping import UPLOAD_LIFE, sweep_assets
from watchword.object_store.local import LocalObjects
from watchword.releases.ports import NewAsset, NewRelease

KEPT, LEFT, COMING = "a" * 32, "b" * 32, "c" * 32


@pytest.fixture
def world(tmp_path):
    small = World(fresh_sqlite(tmp_path))
    yield small
    small.close()


async def one(block):
    yield block


def test_what_no_release_has_is_removed_after_an_hour(world, tmp_path):
    store = LocalObjects(tmp_path / "assets")
    repository = world.repository(world.user("octavia"), "things")
    now = world.clock.now
    for key, age in ((KEPT, UPLOAD_LIFE + 1), (LEFT, UPLOAD_LIFE + 1), (COMING, 1)):
        asyncio.run(store.put(key, one(b"x")))
        os.utime(store.path(key), (now - age, now - age))

    def unit(work):
        new = NewRelease("v1", "main", None, None, True, False, None, None)
        made = work.releases.add(repository, new, work.now)
        file = NewAsset(KEPT, "one", None, "text/plain", 1, "d" * 64, None)
        work.releases.add_asset(made, file, work.now)

    world.write(unit)
    assert sweep_assets(world.database, store, world.clock) == 1
    keys = dict(store.keys()).keys()
    assert keys == {KEPT, COMING}


def test_a_file_that_breaks_off_leaves_nothing(tmp_path):
    store = LocalObjects(tmp_path / "assets")

    async def broken():
        yield b"first"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        asyncio.run(store.put(KEPT, broken()))
    assert list(store.keys()) == []
