"""A site for each test, on a database of its own."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.git_site import Site, make_site
from tests.world import World


@pytest.fixture
def build(sqlite_url: str, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Make a site that is in some way not as it is by default."""
    world = World(sqlite_url)
    yield partial(make_site, world, tmp_path)
    world.close()


@pytest.fixture
def site(build: Callable[..., Site]) -> Site:
    """A site as it is by default."""
    return build()
