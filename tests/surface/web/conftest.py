"""A small world with pages around it."""

import pytest

from tests.pages import Browser, application
from tests.world import World, fresh_sqlite


@pytest.fixture
def world(tmp_path):
    small = World(fresh_sqlite(tmp_path))
    yield small
    small.close()


@pytest.fixture
def site(world):
    return application(world)


@pytest.fixture
def browser(site):
    return Browser(site)


@pytest.fixture
def octavia(world):
    return world.user("octavia", name="Octavia Vigil")


@pytest.fixture
def signed_in(browser, octavia):
    """Octavia's browser."""
    browser.sign_in(octavia)
    return browser
