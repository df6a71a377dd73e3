"""SSH keys of the whole site, for those who run it."""

import pytest

from tests import ssh
from tests.api import ADDRESS, API

KEYS = "/admin/keys"


@pytest.fixture
def admin(world):
    return world.token(world.user("admin", site_admin=True), "site_admin")[1]


@pytest.fixture
def added(api, world, octavia):
    """A key of a person, and a key of a repository that was added a day later."""
    world.repository(octavia, "things")
    _, token = world.token(octavia, "repo", "admin:public_key")
    first = api.ask("POST", "/user/keys", token, body={"key": ssh.ed25519_line()}).json["id"]
    world.clock.now += 86_400
    path = "/repos/octavia/things/keys"
    second = api.ask("POST", path, token, body={"key": ssh.ed25519_line()}).json["id"]
    return first, second


def test_site_administrators_see_all_keys(api, octavia, admin, added):
    first, second = added
    told = api.ask("GET", KEYS, admin).json
    assert [one["id"] for one in told] == [second, first]
    deploy, own = told
    assert own["url"] == f"{ADDRESS}{API}/user/keys/{first}"
    assert (own["user_id"], own["repository_id"]) == (octavia.id, None)
    assert deploy["url"] == f"{ADDRESS}{API}/repos/octavia/things/keys/{second}"
    assert (deploy["user_id"], deploy["added_by"]) == (None, "octavia")


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ("sort=created&direction=asc", [0, 1]),
        ("sort=accessed", [1, 0]),
        ("sort=updated&direction=asc&per_page=1", [0]),
        ("since=2027-01-16T00:00:00Z", [1]),
        ("since=2027-01-16T00:00:00", [1]),
        ("since=2030-01-01T00:00:00Z", []),
    ],
)
def test_the_list_is_ordered_and_cut(api, admin, added, query, which):
    told = api.ask("GET", f"{KEYS}?{query}", admin).json
    assert [one["id"] for one in told] == [added[number] for number in which]


@pytest.mark.parametrize("query", ["sort=size", "direction=up", "since=yesterday"])
def test_a_question_that_has_no_answer_is_refused(api, admin, query):
    assert api.ask("GET", f"{KEYS}?{query}", admin).status == 422


def test_site_administrators_delete_several_at_once(api, admin, added):
    first, second = added
    assert api.ask("DELETE", f"{KEYS}/{first},{second},4711,x", admin).status == 204
    assert api.ask("GET", KEYS, admin).json == []
    for wrong in (f"{first}", "x", "%2C", "0"):
        assert api.ask("DELETE", f"{KEYS}/{wrong}", admin).status == 404


def test_nobody_else_may(api, world, octavia, added):
    admin = world.user("root2", site_admin=True)
    for person, scopes in (
        (octavia, ("site_admin", "repo", "admin:public_key")),
        (admin, ("repo", "admin:public_key")),
    ):
        _, token = world.token(person, *scopes)
        assert api.ask("GET", KEYS, token).status == 403
        assert api.ask("DELETE", f"{KEYS}/{added[0]}", token).status == 403
    assert api.ask("GET", KEYS).status == 401
    assert len(api.ask("GET", "/users/octavia/keys").json) == 1
