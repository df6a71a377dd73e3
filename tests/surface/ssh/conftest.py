"""A server that answers SSH while a story runs, on a database of its own for each test."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.ssh_site import SshSite, make_ssh_site
from tests.world import World


@pytest.fixture
def build(sqlite_url: str, tmp_path: Path) -> Iterator[Callable[..., SshSite]]:
    """Make a site that is in some way not as it is by default."""
    world = World(sqlite_url)
    yield partial(make_ssh_site, world, tmp_path)
    world.close()


@pytest.fixture
def site(build: Callable[..., SshSite]) -> SshSite:
    """A site as it is by default."""
    return build()
