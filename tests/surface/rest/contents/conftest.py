"""A repository with a history, read and written over the API."""

import pytest

from tests.histories import History


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo", "workflow")[1]


@pytest.fixture
def things(api, world, octavia):
    """A public repository with nothing in it."""
    made = world.repository(octavia, "things")
    return History(api.layout.root, made.key)


@pytest.fixture
def history(things):
    """The same with two commits on `main`, a branch with a slash, and tags."""
    first = things.commit({"README.md": "# Things\n"}, "Begin\n")
    files = {
        "README.md": "# Things\n\nMore *things*.\n",
        "src": {"main.py": "print('hello')\n", "deep": {"er.py": "pass\n"}},
        "run.sh": ("100755", things.blob("#!/bin/sh\n")),
    }
    second = things.commit(files, "Add a program\n\nIt says hello.\n", first)
    things.git("update-ref", "refs/heads/feature/x", first)
    things.tag("v1", first)
    things.tag("v2", second, "The second one")
    things.first, things.second = first, second
    return things
