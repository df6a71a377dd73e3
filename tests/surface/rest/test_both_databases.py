"""One story over the API on each database: the same answers, whatever is underneath."""

import pytest

from tests.api import Api
from tests.world import World
from watchword.authn import resolve


@pytest.fixture
def place(database_url, tmp_path):
    world = World(database_url)
    made = Api(world, tmp_path)
    yield world, made
    made.close()
    world.close()


def test_the_life_of_a_repository(place):
    world, api = place
    octavia = world.user("octavia")
    _, token = world.token(octavia, "repo", "user", "delete_repo")
    body = {"name": "new", "private": True, "auto_init": True}
    made = api.ask("POST", "/user/repos", token, body=body)
    assert made.status == 201
    number = made.json["id"]
    assert api.ask("GET", "/user", token).json["owned_private_repos"] == 1
    changes = {"name": "better", "description": "d", "visibility": "public"}
    assert api.ask("PATCH", "/repos/octavia/new", token, body=changes).json["private"] is False
    assert api.ask("GET", "/repos/octavia/new").status == 301
    assert api.ask("GET", f"/repositories/{number}").json["name"] == "better"
    assert [one["name"] for one in api.ask("GET", "/users/octavia/repos").json] == ["better"]
    since = "/user/repos?since=2020-01-01T00:00:00Z&sort=pushed&per_page=1"
    assert len(api.ask("GET", since, token).json) == 1
    assert api.ask("DELETE", f"/repositories/{number}", token).status == 204
    assert api.ask("GET", "/user", token).json["public_repos"] == 0
    assert api.ask("GET", "/repos/octavia/new", token).status == 404


def test_what_was_told_is_told_again_until_something_changes(place, monkeypatch):
    world, api = place
    octavia = world.user("octavia")
    token, secret = world.token(octavia, "repo")
    world.clock.now += 1
    judged = []
    bearer = resolve.bearer
    monkeypatch.setattr(resolve, "bearer", lambda *of: judged.append(of) or bearer(*of))
    answers = [api.ask("GET", "/user", secret) for _ in range(3)]
    assert {one.body for one in answers} == {answers[0].body}
    assert [one.header("x-ratelimit-used") for one in answers] == ["1", "2", "3"]
    assert len(judged) == 1
    world.suspend(octavia)
    assert api.ask("GET", "/user", secret).status == 403
    world.unsuspend(octavia)
    world.write(lambda work: work.tokens.delete(token.id))
    assert api.ask("GET", "/user", secret).status == 401


@pytest.mark.parametrize(
    "path",
    [
        "/users/%00",
        "/users/%FF%FE",
        "/users/%F0%9F%98%80",
        "/repos/octavia/%00",
        "/repos/%27%20OR%201=1/x",
        "/repositories/9223372036854775807",
        "/repositories/9223372036854775808",
        "/avatars/u/%00",
        "/users/%25/repos",
    ],
)
def test_a_strange_path_is_not_found(place, path):
    world, api = place
    _, token = world.token(world.user("octavia"), "repo")
    for credential in (token, None):
        assert api.ask("GET", path, credential).status == 404
