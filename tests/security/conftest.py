"""A world for each test, on a database of its own, and the API in front of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api import Api
from tests.world import World


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """People, tokens and repositories on a fresh SQLite."""
    made = World(sqlite_url)
    yield made
    made.close()


@pytest.fixture
def api(world: World, tmp_path: Path) -> Iterator[Api]:
    """The API of that world."""
    made = Api(world, tmp_path)
    yield made
    made.close()
