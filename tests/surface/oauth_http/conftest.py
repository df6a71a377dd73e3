"""A small world, OAuth's endpoints in front of it, and an application that asks there."""

import pytest

from tests.oauth_client import Endpoints, registered
from tests.world import World, fresh_sqlite


@pytest.fixture
def world(tmp_path):
    small = World(fresh_sqlite(tmp_path))
    yield small
    small.close()


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture
def app(world):
    """An application that a developer registered."""
    return registered(world, world.user("developer"))


@pytest.fixture
def endpoints(world):
    return Endpoints(world)
