"""A small world with the API in front of it."""

import pytest

from tests.api import Api
from tests.notices import Notices
from tests.world import World, fresh_sqlite


@pytest.fixture
def world(tmp_path):
    small = World(fresh_sqlite(tmp_path))
    yield small
    small.close()


@pytest.fixture
def api(world, tmp_path):
    made = Api(world, tmp_path)
    yield made
    made.close()


@pytest.fixture
def octavia(world):
    return world.user("octavia", name="Octavia Vigil")


@pytest.fixture
def notices(world, api):
    return Notices(world, api.shelf)
