"""Accounts as the API tells of them."""

import pytest

from tests.api import ADDRESS, API
from tests.world import NOON
from watchword.repositories.model import Visibility

PRIVATE = {
    "private_gists",
    "total_private_repos",
    "owned_private_repos",
    "two_factor_authentication",
}


def test_a_token_learns_whose_it_is(api, world, octavia):
    _, token = world.token(octavia)
    told = api.ask("GET", "/user", token).json
    assert (told["login"], told["id"], told["type"]) == ("octavia", octavia.id, "User")
    assert told["name"] == "Octavia Vigil"
    assert told["node_id"].startswith("U_")
    assert told["url"] == f"{ADDRESS}{API}/users/octavia"
    assert told["html_url"] == f"{ADDRESS}/octavia"
    assert told["created_at"] == "2027-01-15T08:00:00Z"
    assert told["site_admin"] is False


@pytest.mark.parametrize(
    ("scopes", "profile", "email"),
    [
        pytest.param((), False, False, id="no scope"),
        pytest.param(("repo", "read:org"), False, False, id="other scopes"),
        pytest.param(("user:follow",), False, False, id="a sibling"),
        pytest.param(("user:email",), False, True, id="the address only"),
        pytest.param(("read:user",), True, True, id="read:user"),
        pytest.param(("user",), True, True, id="user"),
    ],
)
def test_what_is_private_of_oneself_takes_a_scope(api, world, octavia, scopes, profile, email):
    _, token = world.token(octavia, *scopes)
    told = api.ask("GET", "/user", token).json
    assert bool(PRIVATE & told.keys()) is profile
    assert (told.keys() >= PRIVATE) is profile
    assert told["email"] == ("octavia@example.test" if email else None)


def test_repositories_are_counted(api, world, octavia):
    _, token = world.token(octavia, "user")
    world.repository(octavia, "one")
    world.repository(octavia, "two", Visibility.PRIVATE)
    world.repository(octavia, "three", Visibility.PRIVATE)
    told = api.ask("GET", "/user", token).json
    assert (told["public_repos"], told["owned_private_repos"]) == (1, 2)
    assert api.ask("GET", "/users/octavia").json["public_repos"] == 1


def test_others_learn_nothing_private(api, world, octavia):
    _, token = world.token(world.user("bob"), "user", "repo")
    for credential in (token, None):
        told = api.ask("GET", "/users/Octavia", credential).json
        assert told["login"] == "octavia"
        assert told["email"] is None
        assert not {*PRIVATE, "suspended_at"} & told.keys()


def test_an_account_that_there_is_not_is_not_found(api, world, octavia):
    _, token = world.token(octavia)
    for credential in (token, None):
        for path in ("/users/nobody", "/users/nobody/repos"):
            assert api.ask("GET", path, credential).status == 404


def test_site_administrators_see_who_is_suspended(api, world, octavia):
    admin = world.user("root", site_admin=True)
    _, token = world.token(admin)
    assert api.ask("GET", "/users/octavia", token).json["suspended_at"] is None
    world.suspend(octavia)
    assert api.ask("GET", "/users/octavia", token).json["suspended_at"] == "2027-01-15T08:00:00Z"


def test_the_token_of_a_suspended_account_lives_and_opens_nothing(api, world, octavia):
    _, token = world.token(octavia, "repo")
    world.suspend(octavia)
    for path in ("/user", "/", "/meta", "/nothing"):
        refused = api.ask("GET", path, token)
        assert (refused.status, refused.message) == (403, "Sorry. Your account was suspended.")
    world.unsuspend(octavia)
    assert api.ask("GET", "/user", token).status == 200


def test_use_of_a_token_is_observed_with_time_and_address(api, world, octavia):
    token, secret = world.token(octavia)
    api.ask("GET", "/user", secret, client="198.51.100.7")
    api.ask("GET", "/meta", secret, client="198.51.100.8")
    api.ask("GET", "/user", "wrong", client="198.51.100.9")
    (used,) = api.usage.take()
    assert (used.token, used.at, used.address) == (token.id, NOON, "198.51.100.8")
