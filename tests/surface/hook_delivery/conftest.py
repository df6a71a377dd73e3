"""A small world whose webhooks are sent to real receivers."""

import pytest

from tests.hook_world import HookWorld
from tests.receiver import Receiver
from tests.world import World, fresh_sqlite
from watchword.git_process.layout import Layout


@pytest.fixture
def world(tmp_path):
    made = World(fresh_sqlite(tmp_path))
    yield made
    made.close()


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path / "repositories")


@pytest.fixture
def hooks(world, layout):
    made = HookWorld(world, layout)
    yield made
    made.close()


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def octavia(world):
    return world.user("octavia", name="Octavia Vigil")


@pytest.fixture
def things(world, hooks, octavia):
    made = world.repository(octavia, "things")
    hooks.queue()
    return made
