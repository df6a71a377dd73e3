"""A world for each test, on a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import World, fresh_sqlite


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """People, tokens and repositories on a fresh SQLite."""
    made = World(fresh_sqlite(tmp_path))
    yield made
    made.close()
