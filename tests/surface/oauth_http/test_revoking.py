"""A program that is done ends the sign-in that it got a token from (RFC 7009)."""

import pytest

from tests.consent import GITHUB_CLI
from tests.oauth_client import App, lives, registered, signed_in

COMPANION = App("3b5f8a1c0d7e4f2961ab", callback="http://127.0.0.1:4321/")
REVOKE = "/login/oauth/revoke"


def revoke(endpoints, app, token, **more):
    return endpoints.post(REVOKE, {**app.proof, "token": token, **more}, ("accept", "json"))


@pytest.fixture
def issued(endpoints, octavia):
    """What the companion of a person's machine got."""
    return signed_in(endpoints, octavia, COMPANION, "repo offline_access")


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_either_token_of_a_public_client_ends_the_sign_in(endpoints, world, issued, which):
    answer = revoke(endpoints, COMPANION, issued[which], token_type_hint=which)
    assert (answer.status, answer.body) == (200, b"")
    assert not lives(world, issued["access_token"])
    again = {"grant_type": "refresh_token", "refresh_token": issued["refresh_token"]}
    assert endpoints.error(COMPANION.proof | again) == "bad_refresh_token"


def test_a_refresh_token_ends_it_also_when_the_access_token_is_long_dead(endpoints, world, issued):
    world.clock.now += 9 * 3_600
    assert revoke(endpoints, COMPANION, issued["access_token"]).status == 200
    again = {"grant_type": "refresh_token", "refresh_token": issued["refresh_token"]}
    fresh = endpoints.token(COMPANION.proof | again)
    assert revoke(endpoints, COMPANION, fresh["refresh_token"]).status == 200
    assert not lives(world, fresh["access_token"])


@pytest.mark.parametrize("text", ["gho_" + "0" * 36, "nonsense", "ghr_" + "a" * 36])
def test_of_what_is_no_token_nothing_is_told(endpoints, text):
    answer = revoke(endpoints, COMPANION, text)
    assert (answer.status, answer.body) == (200, b"")


def test_a_token_of_another_application_lives_on(endpoints, world, issued):
    assert revoke(endpoints, App(GITHUB_CLI), issued["access_token"]).status == 200
    assert revoke(endpoints, App(GITHUB_CLI), issued["refresh_token"]).status == 200
    assert lives(world, issued["access_token"])


def test_an_application_that_keeps_a_secret_gives_it(endpoints, world, octavia):
    app = registered(world, world.user("developer"))
    token = signed_in(endpoints, octavia, app, "repo")["access_token"]
    for wrong in (App(app.client_id), App(app.client_id, "0" * 40)):
        answer = revoke(endpoints, wrong, token)
        assert answer.json["error"] == "incorrect_client_credentials"
    assert lives(world, token)
    assert revoke(endpoints, app, token).body == b""
    assert not lives(world, token)


def test_a_person_s_own_token_is_not_ended_here(endpoints, world, octavia):
    _, secret = world.token(octavia, "repo")
    token = secret.text
    assert revoke(endpoints, COMPANION, token).status == 200
    assert lives(world, token)


def test_no_token_is_no_question(endpoints):
    assert revoke(endpoints, COMPANION, "").json["error"] == "invalid_request"
    answer = endpoints.post(f"{REVOKE}?token=gho_1", COMPANION.proof, ("accept", "json"))
    assert answer.json["error"] == "invalid_request"
    assert endpoints.ask("GET", REVOKE).status == 405
