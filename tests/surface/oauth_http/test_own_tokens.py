"""What applications ask about their own tokens, and the phrase that GCM reads."""

import hashlib
import json

import pytest

from tests.api import basic
from tests.consent import GITHUB_CLI
from tests.oauth_client import App, lives, registered, signed_in

GH = App(GITHUB_CLI, "0" * 40, "http://127.0.0.1:4321/callback")


@pytest.fixture
def token(endpoints, octavia, app):
    """A token that the application got."""
    return signed_in(endpoints, octavia, app, "gist read:user")["access_token"]


def test_a_token_is_described(endpoints, octavia, app, token):
    answer = endpoints.of_token(app, "POST", "token", token)
    assert answer.status == 200
    told = answer.json
    assert (told["token"], told["token_last_eight"]) == (token, token[-8:])
    assert told["hashed_token"] == hashlib.sha256(token.encode()).hexdigest()
    assert told["scopes"] == ["gist", "read:user"]
    assert told["user"]["login"] == octavia.login
    assert told["app"] == {
        "name": "Library",
        "url": "https://app.example",
        "client_id": app.client_id,
    }
    assert (told["expires_at"], told["note"], told["fingerprint"]) == (None, None, None)
    assert answer.header("cache-control") == "no-store"


def test_the_end_of_one_that_expires_is_told(endpoints, octavia, app):
    token = signed_in(endpoints, octavia, app, "gist offline_access")["access_token"]
    told = endpoints.of_token(app, "POST", "token", token).json
    assert told["expires_at"] == "2027-01-15T16:00:00Z"


def test_a_reset_gives_another_secret_to_the_same_token(endpoints, world, app, token):
    told = endpoints.of_token(app, "PATCH", "token", token).json
    assert told["token"] != token
    assert lives(world, told["token"])
    assert not lives(world, token)
    assert endpoints.of_token(app, "POST", "token", token).status == 404


def test_deleting_one_ends_its_sign_in_alone(endpoints, world, octavia, app, token):
    other = signed_in(endpoints, octavia, app)["access_token"]
    assert endpoints.of_token(app, "DELETE", "token", token).status == 204
    assert (lives(world, token), lives(world, other)) == (False, True)


def test_deleting_the_grant_ends_all_of_that_person(endpoints, world, octavia, app, token):
    other = signed_in(endpoints, octavia, app)["access_token"]
    stranger = signed_in(endpoints, world.user("stranger"), app)["access_token"]
    assert endpoints.of_token(app, "DELETE", "grant", token).status == 204
    alive = [lives(world, one) for one in (token, other, stranger)]
    assert alive == [False, False, True]


@pytest.mark.parametrize("what", [("POST", "token"), ("PATCH", "token"), ("DELETE", "grant")])
def test_of_a_public_client_nothing_is_told(endpoints, world, octavia, what):
    token = signed_in(endpoints, octavia, GH, "repo")["access_token"]
    assert endpoints.of_token(GH, *what, token).status == 404
    assert lives(world, token)


@pytest.mark.parametrize("secret", [None, "", "anything"])
def test_whoever_holds_a_token_of_a_public_client_may_end_it(endpoints, world, octavia, secret):
    token = signed_in(endpoints, octavia, GH, "repo")["access_token"]
    assert endpoints.of_token(GH, "DELETE", "token", token, secret=secret).status == 204
    assert not lives(world, token)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 422, id="nothing"),
        pytest.param(b"{}", 422, id="no token"),
        pytest.param(b'{"access_token": 5}', 422, id="a number"),
        pytest.param(b"{", 400, id="no json"),
        pytest.param(b"[]", 400, id="no object"),
    ],
)
def test_a_body_that_names_no_token_is_told_so(endpoints, app, body, status):
    path = f"/api/v3/applications/{app.client_id}/token"
    answer = endpoints.ask("POST", path, body, basic(app.client_id, app.secret))
    assert (answer.status, answer.json["status"]) == (status, str(status))
    if status == 422:
        [error] = answer.json["errors"]
        assert (error["field"], error["code"]) == ("access_token", "missing_field")


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_without_its_secret_an_application_learns_nothing(endpoints, world, app, token, method):
    path = f"/api/v3/applications/{app.client_id}/token"
    body = json.dumps({"access_token": token}).encode()
    assert endpoints.ask(method, path, body).status == 401
    for name, secret in ((app.client_id, "0" * 40), (app.client_id, ""), ("nobody", "nothing")):
        answer = endpoints.ask(method, path, body, basic(name, secret))
        assert answer.status == 401
        assert answer.json["message"] == "Bad credentials"
    assert lives(world, token)


def test_a_person_s_own_token_is_no_proof_there(endpoints, world, octavia, app, token):
    _, own = world.token(octavia, "repo", "user")
    path = f"/api/v3/applications/{app.client_id}/token"
    body = json.dumps({"access_token": token}).encode()
    for header in (("authorization", f"token {own.text}"), basic("octavia", own.text)):
        assert endpoints.ask("POST", path, body, header).status in {401, 404}


def test_the_secret_of_another_application_opens_nothing(endpoints, world, app, token):
    other = registered(world, world.user("other"), "Another")
    told = endpoints.of_token(
        app, "POST", "token", token, name=other.client_id, secret=other.secret
    )
    assert told.status == 404


def test_wrong_secrets_are_slowed_down(endpoints, app, token):
    statuses = [
        endpoints.of_token(app, "POST", "token", token, secret="0" * 40).status for _ in range(62)
    ]
    assert statuses[:60] == [401] * 60
    assert set(statuses[60:]) == {429}


@pytest.mark.parametrize(
    "header",
    [
        None,
        basic("octavia", "correct horse"),
        basic("octavia", "wrong"),
        ("authorization", "Basic !"),
    ],
    ids=["nothing", "the right password", "a wrong one", "nothing readable"],
)
def test_passwords_are_not_looked_at(endpoints, world, octavia, header):
    body = json.dumps({"scopes": ["repo"], "note": "git"}).encode()
    form = ("content-type", "application/x-www-form-urlencoded")
    headers = (form,) if header is None else (form, header)
    phrase = "This API can only be accessed with username and password Basic Auth"
    for method, sent in (("POST", body), ("GET", b"")):
        answer = endpoints.ask(method, "/api/v3/authorizations", sent, *headers)
        assert answer.status == 403
        assert answer.json["message"] == phrase


def test_the_description_names_what_there_is(endpoints):
    answer = endpoints.ask("GET", "/.well-known/oauth-authorization-server")
    assert answer.status == 200
    told = answer.json
    assert told["issuer"] == "https://git.example.test"
    assert told["token_endpoint"] == "https://git.example.test/login/oauth/access_token"
    assert told["device_authorization_endpoint"] == "https://git.example.test/login/device/code"
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert {"repo", "offline_access"} <= set(told["scopes_supported"])
    assert endpoints.ask("POST", "/.well-known/oauth-authorization-server").status == 405
