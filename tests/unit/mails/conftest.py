"""A small world with a post office."""

import pytest

from tests.mailbox import Post


@pytest.fixture
def post(world):
    return Post(world)
