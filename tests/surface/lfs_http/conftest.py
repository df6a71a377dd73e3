"""A site with Git LFS for each test, and people on it."""

import pytest

from tests.lfs_site import LfsSite
from tests.world import World, fresh_sqlite
from watchword.access.roles import Role
from watchword.repositories.model import Visibility


@pytest.fixture
def world(tmp_path):
    small = World(fresh_sqlite(tmp_path))
    yield small
    small.close()


@pytest.fixture
def site(world, tmp_path):
    return LfsSite(world, tmp_path)


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture
def things(world, octavia):
    """A private repository."""
    return world.repository(octavia, "things", Visibility.PRIVATE)


@pytest.fixture
def token(world, octavia, things):
    return world.token(octavia, "repo")[1]


@pytest.fixture
def reader(world, things):
    """The token of somebody who may read and not write."""
    bob = world.user("bob")
    world.collaborator(things, bob, Role.READ)
    return world.token(bob, "repo")[1]


@pytest.fixture
def stranger(world):
    return world.token(world.user("eve"), "repo")[1]
