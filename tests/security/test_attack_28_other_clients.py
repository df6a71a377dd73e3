"""Attack 28: one application asks about, or ends, the tokens of another.

Attack: check, reset and deletion with another application's name or secret, or of a classic
token. What is verified: a foreign token and one that never was are one answer, and nothing happens
to it.
"""

import pytest

from tests.consent import GITHUB_CLI
from tests.oauth_client import App, Endpoints, lives, registered, signed_in

GH = App(GITHUB_CLI, "0" * 40, "http://localhost:4321/")
WAYS = [("POST", "token"), ("PATCH", "token"), ("DELETE", "token"), ("DELETE", "grant")]
IDS = ["check", "reset", "delete", "delete the grant"]
MADE_UP = "gho_" + "0" * 36


@pytest.fixture
def endpoints(world):
    return Endpoints(world)


@pytest.fixture
def thief(world):
    return registered(world, world.user("thief"), "Another")


@pytest.fixture
def victim(world):
    return world.user("octavia")


@pytest.mark.parametrize(("method", "what"), WAYS, ids=IDS)
def test_a_foreign_token_is_as_one_that_never_was(world, endpoints, thief, victim, method, what):
    app = registered(world, world.user("developer"))
    for owner in (app, GH):
        token = str(signed_in(endpoints, victim, owner, "gist")["access_token"])
        told = endpoints.of_token(thief, method, what, token)
        never = endpoints.of_token(thief, method, what, MADE_UP)
        assert told.status == never.status == 404
        assert told.body == never.body
        assert lives(world, token)


@pytest.mark.parametrize(("method", "what"), WAYS, ids=IDS)
def test_a_classic_token_is_none_of_an_application_s_business(
    world, endpoints, thief, victim, method, what
):
    _, token = world.token(victim, "repo")
    assert endpoints.of_token(thief, method, what, token.text).status == 404
    assert lives(world, token.text)


@pytest.mark.parametrize(("method", "what"), WAYS, ids=IDS)
def test_the_address_of_another_application_does_not_open_it(
    world, endpoints, thief, victim, method, what
):
    app = registered(world, world.user("developer"))
    token = str(signed_in(endpoints, victim, app, "gist")["access_token"])
    proof = {"name": thief.client_id, "secret": thief.secret}
    assert endpoints.of_token(app, method, what, token, **proof).status == 404
    assert lives(world, token)


@pytest.mark.parametrize(("method", "what"), WAYS, ids=IDS)
def test_through_the_address_of_a_public_client_foreign_tokens_are_not_reached(
    world, endpoints, victim, method, what
):
    app = registered(world, world.user("developer"))
    token = str(signed_in(endpoints, victim, app, "gist")["access_token"])
    assert endpoints.of_token(GH, method, what, token).status == 404
    assert lives(world, token)


def test_a_refresh_token_is_not_looked_up_there(world, endpoints, victim):
    app = registered(world, world.user("developer"))
    told = signed_in(endpoints, victim, app, "gist offline_access")
    for method, what in WAYS:
        assert endpoints.of_token(app, method, what, str(told["refresh_token"])).status == 404
    assert lives(world, told["access_token"])
