"""A small world with the API in front of it, and a client that asks it in GraphQL."""

import pytest

from tests.api import Api
from tests.world import World, fresh_sqlite
from watchword.repositories.model import Visibility


@pytest.fixture
def world(tmp_path):
    small = World(fresh_sqlite(tmp_path))
    yield small
    small.close()


@pytest.fixture
def api(world, tmp_path):
    made = Api(world, tmp_path)
    yield made
    made.close()


@pytest.fixture
def octavia(world):
    return world.user("octavia", name="Octavia Vigil")


@pytest.fixture
def token(world, octavia):
    """A token such as gh asks for."""
    return world.token(octavia, "repo", "read:org", "gist")[1]


@pytest.fixture
def ask(api, token):
    """Ask in GraphQL; gives the whole response."""

    def asked(query, variables=None, *, by=token, **more):
        body = {"query": query, **more}
        if variables is not None:
            body["variables"] = variables
        answer = api.ask("POST", "/api/graphql", by, body=body)
        assert answer.status == 200, answer.body
        return answer.json

    return asked


@pytest.fixture
def told(ask):
    """Ask what must succeed; gives the data."""

    def asked(*question, **more):
        answer = ask(*question, **more)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    return asked


@pytest.fixture
def refused(ask):
    """Ask what must fail in one place; gives the one error."""

    def asked(*question, **more):
        (error,) = ask(*question, **more)["errors"]
        return error

    return asked


@pytest.fixture
def hidden(world, octavia):
    """A private repository."""
    return world.repository(octavia, "hidden", Visibility.PRIVATE)
