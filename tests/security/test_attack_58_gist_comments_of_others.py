"""Attack 58: a number of a comment, put below another gist than its own."""

import pytest

from tests.api import Api
from tests.world import World, fresh_sqlite


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


def test_a_comment_is_reached_through_its_own_gist_only(api, world):
    alice, mallory = world.user("alice"), world.user("mallory")
    hers, his = world.token(alice, "gist")[1], world.token(mallory, "gist")[1]
    files = {"a.txt": {"content": "x"}}
    one = api.ask("POST", "/gists", hers, body={"files": files}).json["id"]
    other = api.ask("POST", "/gists", his, body={"files": files}).json["id"]
    said = api.ask("POST", f"/gists/{one}/comments", hers, body={"body": "hers"}).json["id"]
    wrong = f"/gists/{other}/comments/{said}"
    assert api.ask("GET", wrong, his).status == 404
    assert api.ask("PATCH", wrong, his, body={"body": "mine now"}).status == 404
    assert api.ask("DELETE", wrong, his).status == 404
    right = f"/gists/{one}/comments/{said}"
    # Below its own gist others may read it, and that is all.
    assert api.ask("GET", right, his).json["body"] == "hers"
    assert api.ask("PATCH", right, his, body={"body": "mine now"}).status == 403
    assert api.ask("DELETE", right, his).status == 403
    assert api.ask("GET", right).json["body"] == "hers"
