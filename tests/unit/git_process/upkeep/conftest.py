"""A site whose clock is that of the disk, and a repository on it."""

import time

import pytest

from tests.git_site import make_site
from tests.kept_repositories import kept


@pytest.fixture
def site(world, tmp_path):
    # Times of files are compared with the clock.
    world.clock.now = int(time.time())
    return make_site(world, tmp_path)


@pytest.fixture
def there(site):
    return kept(site, "kept")
