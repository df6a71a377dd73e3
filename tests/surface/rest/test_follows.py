"""Who follows whom, over the API."""

import pytest

FOLLOWING = "/user/following"


@pytest.fixture
def bob(world):
    return world.user("bob")


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "user:follow")[1]


def logins(answer):
    assert answer.status == 200
    return [one["login"] for one in answer.json]


def test_following_begins_and_ends_and_is_counted(api, token, bob):
    assert api.ask("GET", f"{FOLLOWING}/bob", token).status == 404
    for _ in range(2):
        begun = api.ask("PUT", f"{FOLLOWING}/BOB", token, headers=[("content-length", "0")])
        assert (begun.status, begun.body) == (204, b"")
    assert api.ask("GET", f"{FOLLOWING}/bob", token).status == 204
    assert api.ask("GET", "/users/octavia/following/bob").status == 204
    assert api.ask("GET", "/users/bob/following/octavia").status == 404
    assert logins(api.ask("GET", FOLLOWING, token)) == ["bob"]
    assert logins(api.ask("GET", "/users/octavia/following")) == ["bob"]
    assert logins(api.ask("GET", "/users/bob/followers")) == ["octavia"]
    assert logins(api.ask("GET", "/user/followers", token)) == []
    assert api.ask("GET", "/users/bob").json["followers"] == 1
    assert api.ask("GET", "/user", token).json["following"] == 1
    for _ in range(2):
        assert api.ask("DELETE", f"{FOLLOWING}/bob", token).status == 204
    assert api.ask("GET", "/users/bob").json["followers"] == 0
    assert api.ask("GET", "/user", token).json["following"] == 0


def test_nobody_follows_themselves_or_nobody(api, token, octavia):
    refused = api.ask("PUT", f"{FOLLOWING}/octavia", token)
    assert refused.status == 422
    for method in ("GET", "PUT", "DELETE"):
        assert api.ask(method, f"{FOLLOWING}/nobody", token).status == 404
    for path in ("nobody/followers", "nobody/following", "octavia/following/nobody"):
        assert api.ask("GET", f"/users/{path}").status == 404


@pytest.mark.parametrize(
    ("scopes", "may"),
    [
        pytest.param((), False, id="no scope"),
        pytest.param(("read:user",), False, id="a sibling"),
        pytest.param(("user:follow",), True, id="user:follow"),
        pytest.param(("user",), True, id="its parent"),
    ],
)
def test_what_it_takes(api, world, octavia, bob, scopes, may):
    _, token = world.token(octavia, *scopes)
    for method, status in (("PUT", 204), ("GET", 204), ("DELETE", 204)):
        got = api.ask(method, f"{FOLLOWING}/bob", token)
        assert got.status == (status if may else 404)
        accepted = got.header("x-accepted-oauth-scopes").split(", ")
        assert sorted(accepted) == ["user", "user:follow"]
    listed = api.ask("GET", "/user/followers", token)
    assert (listed.status, listed.header("x-accepted-oauth-scopes")) == (200, "read:user, user")
    assert api.ask("GET", "/user/followers").status == 401


def test_lists_are_in_the_order_in_which_people_began(api, world, octavia, bob):
    for login in ("zoe", "ann", "max"):
        _, token = world.token(world.user(login), "user:follow")
        api.ask("PUT", f"{FOLLOWING}/bob", token)
        world.clock.now += 60
    assert logins(api.ask("GET", "/users/bob/followers")) == ["zoe", "ann", "max"]
    page = api.ask("GET", "/users/bob/followers?per_page=2&page=2")
    assert logins(page) == ["max"]
    assert 'rel="prev"' in page.header("link")
