"""The same suite on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import World, fresh_sqlite
from watchword.storage.migrations import migrate


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that holds nothing yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'watchword.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated database."""
    if request.param == "sqlite":
        return fresh_sqlite(tmp_path)
    made: str = request.getfixturevalue("postgresql_url")
    migrate(made)
    return made


@pytest.fixture
def world(url: str) -> Iterator[World]:
    """People, tokens and repositories, on each database in turn."""
    made = World(url)
    yield made
    made.close()
