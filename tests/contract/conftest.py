"""The same suite on both databases."""

from collections.abc import Iterator

import pytest

from tests.world import World


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """People, tokens and repositories, on each database in turn."""
    made = World(database_url)
    yield made
    made.close()
