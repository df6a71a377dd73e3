"""Watching repositories, over the API."""

import pytest

from tests.api import ADDRESS, API
from watchword.access.roles import Role
from watchword.repositories.model import Visibility

ONE = "/repos/octavia/aqueduct/subscription"


@pytest.fixture
def bob(world):
    return world.user("bob")


@pytest.fixture
def token(world, bob):
    return world.token(bob, "notifications")[1]


@pytest.fixture
def aqueduct(world, octavia):
    return world.repository(octavia, "aqueduct")


def names(answer):
    assert answer.status == 200, answer.body
    return [one["full_name"] for one in answer.json]


def logins(answer):
    assert answer.status == 200, answer.body
    return [one["login"] for one in answer.json]


def test_a_choice_is_kept_told_and_taken_back(api, aqueduct, token):
    assert api.ask("GET", ONE, token).status == 404
    watched = api.ask("PUT", ONE, token, body={"subscribed": True})
    assert watched.status == 200
    assert watched.json == {
        "subscribed": True,
        "ignored": False,
        "reason": None,
        "created_at": "2027-01-15T08:00:00Z",
        "url": f"{ADDRESS}{API}{ONE}",
        "repository_url": f"{ADDRESS}{API}/repos/octavia/aqueduct",
    }
    assert api.ask("GET", ONE, token).json == watched.json
    assert logins(api.ask("GET", "/repos/octavia/aqueduct/subscribers")) == ["octavia", "bob"]
    assert names(api.ask("GET", "/user/subscriptions", token)) == ["octavia/aqueduct"]
    assert names(api.ask("GET", "/users/bob/subscriptions")) == ["octavia/aqueduct"]
    assert api.ask("GET", "/repos/octavia/aqueduct").json["subscribers_count"] == 2
    for _ in range(2):
        assert api.ask("DELETE", ONE, token).status == 204
    assert api.ask("GET", ONE, token).status == 404
    assert api.ask("GET", "/repos/octavia/aqueduct").json["subscribers_count"] == 1


def test_who_ignores_a_repository_watches_it_not(api, aqueduct, token):
    api.ask("PUT", ONE, token, body={})
    for body in ({"ignored": True}, {"ignored": True, "subscribed": True}):
        told = api.ask("PUT", ONE, token, body=body).json
        assert (told["subscribed"], told["ignored"]) == (False, True)
    assert logins(api.ask("GET", "/repos/octavia/aqueduct/subscribers")) == ["octavia"]
    assert names(api.ask("GET", "/user/subscriptions", token)) == []
    told = api.ask("PUT", ONE, token, body={"subscribed": False}).json
    assert (told["subscribed"], told["ignored"]) == (False, False)
    assert api.ask("GET", ONE, token).status == 404
    assert api.ask("PUT", ONE, token, body={"ignored": "yes"}).status == 422


def test_it_answers_by_number_too(api, aqueduct, token):
    path = f"/repositories/{aqueduct.id}/subscription"
    assert api.ask("PUT", path, token, body={}).json["subscribed"]
    assert api.ask("GET", path, token).status == 200


@pytest.mark.parametrize(
    ("scopes", "may"),
    [
        pytest.param((), False, id="no scope"),
        pytest.param(("public_repo",), False, id="a sibling"),
        pytest.param(("notifications",), True, id="notifications"),
        pytest.param(("repo",), True, id="repo"),
    ],
)
def test_what_it_takes(api, world, octavia, aqueduct, scopes, may):
    _, token = world.token(octavia, *scopes)
    for method, status in (("PUT", 200), ("GET", 200), ("DELETE", 204)):
        got = api.ask(method, ONE, token, body={} if method == "PUT" else None)
        assert got.status == (status if may else 404)
        if may:
            assert got.header("x-accepted-oauth-scopes") == "notifications, repo"
    assert api.ask("PUT", ONE, body={}).status == 401


def test_what_is_private_is_watched_by_those_who_see_it_and_no_longer(api, world, octavia, bob):
    closed = world.repository(octavia, "closed", Visibility.PRIVATE)
    world.collaborator(closed, bob, Role.WRITE)
    mine, theirs = world.token(octavia, "repo")[1], world.token(bob, "repo")[1]
    public, notices = world.token(bob)[1], world.token(bob, "notifications")[1]
    # Whoever may push watches, unless told otherwise.
    assert names(api.ask("GET", "/user/subscriptions", theirs)) == ["octavia/closed"]
    assert logins(api.ask("GET", "/repos/octavia/closed/subscribers", mine)) == ["octavia", "bob"]
    for one in (public, notices):
        assert names(api.ask("GET", "/user/subscriptions", one)) == []
    assert names(api.ask("GET", "/users/bob/subscriptions")) == []
    assert names(api.ask("GET", "/users/bob/subscriptions", mine)) == []
    assert api.ask("GET", "/repos/octavia/closed/subscribers", notices).status == 404
    assert api.ask("GET", "/repos/octavia/closed/subscription", notices).json["subscribed"]
    api.ask("DELETE", "/repos/octavia/closed/collaborators/bob", mine)
    assert names(api.ask("GET", "/user/subscriptions", theirs)) == []
    assert logins(api.ask("GET", "/repos/octavia/closed/subscribers", mine)) == ["octavia"]
    assert api.ask("GET", "/repos/octavia/closed", mine).json["subscribers_count"] == 1
    assert api.ask("GET", "/repos/octavia/closed/subscription", notices).status == 404


def test_whoever_makes_a_repository_watches_it(api, world, octavia, bob):
    org = world.organization("vigiles", octavia)
    world.member(org, bob)
    token = world.token(bob, "repo", "admin:org")[1]
    for path in ("/user/repos", "/orgs/vigiles/repos"):
        assert api.ask("POST", path, token, body={"name": "tower"}).status == 201
    assert names(api.ask("GET", "/user/subscriptions", token)) == ["bob/tower", "vigiles/tower"]


def test_the_older_address_says_the_same(api, world, aqueduct):
    older = "/user/subscriptions/octavia/aqueduct"
    token = world.token(world.user("carol"), "notifications")[1]
    assert api.ask("GET", older, token).status == 404
    assert (api.ask("PUT", older, token).status, api.ask("GET", older, token).status) == (204, 204)
    assert api.ask("GET", ONE, token).json["subscribed"]
    assert api.ask("DELETE", older, token).status == 204
    assert api.ask("GET", ONE, token).status == 404
    without = world.token(world.user("dave"))[1]
    assert api.ask("PUT", older, without).status == 404
