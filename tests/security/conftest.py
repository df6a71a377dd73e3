"""A world for each test, on a database of its own."""

from collections.abc import Iterator

import pytest

from tests.world import World


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """People, tokens and repositories on a fresh SQLite."""
    made = World(sqlite_url)
    yield made
    made.close()
