"""The token endpoint: what it takes, in which form it answers, what it says of mistakes."""

import json
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest

from tests.api import basic
from tests.consent import GITHUB_CLI, MANAGER, switch
from tests.oauth_client import (
    BY_DEVICE,
    DEVICE,
    TOKEN,
    App,
    code_of,
    form,
    lives,
    registered,
    signed_in,
)

GH = App(GITHUB_CLI, "0" * 40, "http://127.0.0.1:4321/callback")
GCM = App(MANAGER, None, "http://localhost:4321/")


def test_without_a_wish_the_answer_is_a_form(endpoints, world, octavia, app):
    code = code_of(world, octavia, app, "gist read:user")
    answer = endpoints.post(TOKEN, {**app.proof, "code": code})
    assert answer.header("content-type") == "application/x-www-form-urlencoded; charset=utf-8"
    assert answer.body.endswith(b"&token_type=bearer&scope=gist%2Cread%3Auser")
    assert form(answer)["access_token"].startswith("gho_")


def test_json_holds_numbers_as_numbers(endpoints, octavia, app):
    told = signed_in(endpoints, octavia, app, "gist offline_access")
    assert (told["token_type"], told["scope"]) == ("bearer", "gist")
    assert (told["expires_in"], told["refresh_token_expires_in"]) == (28_800, 15_811_200)
    assert told["refresh_token"].startswith("ghr_")


@pytest.mark.parametrize("accept", ["application/xml", "text/xml"])
def test_xml_is_told_to_who_wants_it(endpoints, world, octavia, app, accept):
    code = code_of(world, octavia, app)
    answer = endpoints.post(TOKEN, {**app.proof, "code": code}, ("accept", accept))
    assert answer.header("content-type") == "application/xml; charset=utf-8"
    root = ET.fromstring(answer.body)
    assert root.tag == "OAuth"
    assert root.findtext("scope") == "gist"
    assert root.findtext("access_token", "").startswith("gho_")


def test_what_xml_gives_meaning_to_is_escaped(endpoints, app):
    wrong = {**app.proof, "code": "<&>"}
    answer = endpoints.post(TOKEN, wrong, ("accept", "application/xml"))
    assert ET.fromstring(answer.body).findtext("error") == "bad_verification_code"


def test_nobody_on_the_way_keeps_an_answer(endpoints, world, octavia, app):
    for values in ({**app.proof, "code": code_of(world, octavia, app)}, {}):
        answer = endpoints.post(TOKEN, values)
        assert answer.header("cache-control") == "no-store"
        assert answer.header("pragma") == "no-cache"
        assert answer.header("x-content-type-options") == "nosniff"


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8"])
def test_a_body_of_json_is_read(endpoints, world, octavia, app, kind):
    body = json.dumps({**app.proof, "code": code_of(world, octavia, app)}).encode()
    answer = endpoints.ask("POST", TOKEN, body, ("content-type", kind))
    assert form(answer)["scope"] == "gist"


IN_ADDRESS = "Parameters are read from the body alone: addresses end up in logs."


@pytest.mark.parametrize("path", [TOKEN, DEVICE])
@pytest.mark.parametrize("name", ["client_secret", "code", "refresh_token", "client_id", "scope"])
def test_parameters_in_an_address_are_refused(endpoints, path, name):
    answer = endpoints.post(f"{path}?{name}=x", {}, ("accept", "application/json"))
    assert (answer.status, answer.json["error"]) == (200, "invalid_request")
    assert answer.json["error_description"] == IN_ADDRESS


def test_a_code_that_stood_in_an_address_is_still_there(endpoints, world, octavia, app):
    code = code_of(world, octavia, app)
    values = {**app.proof, "code": code}
    told = endpoints.post(f"{TOKEN}?{urlencode(values)}", {}, ("accept", "application/json"))
    assert told.json["error"] == "invalid_request"
    both = endpoints.post(f"{TOKEN}?code={code}", values, ("accept", "application/json"))
    assert both.json["error"] == "invalid_request"
    assert "access_token" in endpoints.token(values)


def test_what_means_nothing_may_stand_in_an_address(endpoints, world, octavia, app):
    code = code_of(world, octavia, app)
    answer = endpoints.post(f"{TOKEN}?utm=1&empty=", {**app.proof, "code": code})
    assert form(answer)["access_token"].startswith("gho_")


def test_an_address_without_end_is_refused(endpoints, app):
    many = "&".join(f"a{number}=1" for number in range(200))
    answer = endpoints.post(f"{TOKEN}?{many}", app.proof, ("accept", "application/json"))
    assert answer.json["error"] == "invalid_request"


def test_a_body_without_a_type_is_read_as_a_form(endpoints, world, octavia, app):
    code = code_of(world, octavia, app)
    body = f"client_id={app.client_id}&client_secret={app.secret}&code={code}".encode()
    assert form(endpoints.ask("POST", TOKEN, body))["scope"] == "gist"


def test_an_error_comes_with_status_200_and_says_where_to_read(endpoints, app):
    answer = endpoints.post(TOKEN, {**app.proof, "code": "0" * 20})
    assert answer.status == 200
    assert form(answer) == {
        "error": "bad_verification_code",
        "error_description": "The code passed is incorrect or expired.",
        "error_uri": "https://docs.github.com/enterprise-server@3.17/apps/oauth-apps/"
        "maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors"
        "#bad-verification-code",
    }


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"{", "application/json", id="json that ends early"),
        pytest.param(b"[1]", "application/json", id="json that is no object"),
        pytest.param(b"[" * 60_000, "application/json", id="json without end"),
        pytest.param(b"\xff\xfe", "application/x-www-form-urlencoded", id="no text"),
        pytest.param(b"code=%ff", "application/x-www-form-urlencoded", id="escapes of no text"),
        pytest.param(b"code=1&code=2", "application/x-www-form-urlencoded", id="twice the same"),
        pytest.param(b"&".join([b"a=1"] * 99), "", id="more fields than anybody needs"),
    ],
)
def test_what_cannot_be_read_is_told_as_such(endpoints, body, kind):
    headers = (("content-type", kind), ("accept", "application/json"))
    answer = endpoints.ask("POST", TOKEN, body, *headers)
    assert (answer.status, answer.json["error"]) == (200, "invalid_request")


def test_a_body_that_is_too_large_is_not_read(endpoints):
    assert endpoints.post(TOKEN, b"code=" + b"0" * 70_000).status == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_methods_are_not_allowed(endpoints, method):
    answer = endpoints.ask(method, TOKEN)
    assert (answer.status, answer.header("allow")) == (405, "POST")


@pytest.mark.parametrize("grant", ["password", "client_credentials", "implicit", ""])
def test_no_other_grant_is_offered(endpoints, app, grant):
    given = {**app.proof, "grant_type": grant, "username": "octavia", "password": "correct horse"}
    assert endpoints.error(given) == "unsupported_grant_type"


def test_a_confidential_application_proves_itself_in_the_header_or_in_the_body(
    endpoints, world, octavia, app
):
    named = basic(app.client_id, app.secret)
    first = endpoints.post(TOKEN, {"code": code_of(world, octavia, app)}, named)
    assert form(first)["scope"] == "gist"
    both = {**app.proof, "code": code_of(world, octavia, app)}
    assert form(endpoints.post(TOKEN, both, named))["scope"] == "gist"


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"client_secret": "0" * 40}, id="another secret"),
        pytest.param({"client_secret": ""}, id="no secret"),
        pytest.param({"client_id": "0" * 20}, id="nobody"),
        pytest.param({"client_id": ""}, id="no name"),
        pytest.param({"client_id": "\0"}, id="a nul"),
    ],
)
def test_who_does_not_prove_it_gets_nothing_and_does_not_use_the_code_up(
    endpoints, world, octavia, app, wrong
):
    code = code_of(world, octavia, app)
    given = {**app.proof, "code": code} | wrong
    assert endpoints.error(given) == "incorrect_client_credentials"
    assert endpoints.token({**app.proof, "code": code})["scope"] == "gist"


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(("authorization", "Basic !"), id="no base 64"),
        pytest.param(("authorization", "Basic b2N0YXZpYQ=="), id="no colon"),
        pytest.param(basic("somebody", "else"), id="another name than in the body"),
    ],
)
def test_a_header_that_says_something_else_is_refused(endpoints, world, octavia, app, header):
    given = {**app.proof, "code": code_of(world, octavia, app)}
    assert form(endpoints.post(TOKEN, given, header))["error"] == "incorrect_client_credentials"


def test_a_bearer_token_is_no_proof_of_anything(endpoints, world, octavia, app):
    _, token = world.token(octavia, "repo")
    given = {"client_id": app.client_id, "code": code_of(world, octavia, app)}
    answer = endpoints.post(TOKEN, given, ("authorization", f"token {token.text}"))
    assert form(answer)["error"] == "incorrect_client_credentials"


@pytest.mark.parametrize("secret", [None, "", "0" * 40, "anything"])
def test_a_public_client_may_send_any_secret(endpoints, world, octavia, secret):
    code = code_of(world, octavia, GH)
    sent = {"client_id": GH.client_id, "code": code}
    assert endpoints.token(sent if secret is None else sent | {"client_secret": secret})["scope"]


def test_gh_names_no_grant_and_gets_a_token_that_dies_unused(endpoints, world, octavia):
    told = signed_in(endpoints, octavia, GH, "repo read:org gist")
    assert set(told) == {"access_token", "token_type", "scope"}
    assert told["scope"] == "gist,read:org,repo"
    world.clock.now += 89 * 86_400
    assert world.caller(told["access_token"]).actor.user == octavia.id
    world.clock.now += 86_400
    assert not lives(world, told["access_token"])


def test_gcm_cannot_refresh_so_its_tokens_do_not_expire(endpoints, octavia):
    told = signed_in(endpoints, octavia, GCM, "repo offline_access")
    assert set(told) == {"access_token", "token_type", "scope"}


def test_unknown_words_among_the_scopes_are_left_out(endpoints, world, octavia, app):
    code = code_of(world, octavia, app, "gist packages:all")
    assert endpoints.token({**app.proof, "code": code})["scope"] == "gist"


def test_scopes_that_others_imply_are_not_told(endpoints, octavia, app):
    told = signed_in(endpoints, octavia, app, "user gist user:email")
    assert told["scope"] == "gist,user"


def test_no_scope_is_told_as_an_empty_text(endpoints, world, octavia, app):
    code = code_of(world, octavia, app, "")
    answer = endpoints.post(TOKEN, {**app.proof, "code": code})
    assert form(answer)["scope"] == ""


def test_an_absent_address_means_the_first_and_is_compared_only_where_it_is_sent(
    endpoints, world, octavia, app
):
    code = code_of(world, octavia, app, redirect_uri=None)
    assert endpoints.token({**app.proof, "code": code})["scope"] == "gist"
    code = code_of(world, octavia, app, redirect_uri=None)
    given = {**app.proof, "code": code, "redirect_uri": app.callback}
    assert endpoints.token(given)["scope"] == "gist"
    code = code_of(world, octavia, app)
    given = {**app.proof, "code": code, "redirect_uri": f"{app.callback}/"}
    assert endpoints.error(given) == "redirect_uri_mismatch"


def test_an_application_that_was_switched_off_is_told_so(endpoints, world, octavia, app):
    code = code_of(world, octavia, app)
    told = signed_in(endpoints, octavia, app, "gist offline_access")
    switch(world, app.client_id)
    assert endpoints.error({**app.proof, "code": code}) == "application_suspended"
    again = {**app.proof, "grant_type": "refresh_token", "refresh_token": told["refresh_token"]}
    assert endpoints.error(again) == "application_suspended"
    assert form(endpoints.post(DEVICE, app.proof))["error"] == "application_suspended"
    switch(world, app.client_id, on=True)
    assert endpoints.token(again)["access_token"]


def test_guessing_is_slowed_down_and_who_has_the_right_code_is_not(endpoints, world, octavia, app):
    for _ in range(60):
        assert endpoints.error({**app.proof, "code": "0" * 20}) == "bad_verification_code"
    answer = endpoints.post(TOKEN, {**app.proof, "code": "0" * 20})
    assert (answer.status, answer.header("retry-after")) == (429, "60")
    assert "Wait" in answer.json["message"]
    code = code_of(world, octavia, app)
    assert endpoints.token({**app.proof, "code": code})["scope"] == "gist"


def test_waiting_is_no_guess(endpoints, world):
    begun = form(endpoints.post(DEVICE, {"client_id": GITHUB_CLI, "scope": "repo"}))
    poll = {
        "client_id": GITHUB_CLI,
        "device_code": begun["device_code"],
        "grant_type": BY_DEVICE,
    }
    for _ in range(70):
        world.clock.now += 5
        assert endpoints.error(poll) == "authorization_pending"


def test_a_suspended_person_gets_no_token_for_a_code(endpoints, world, octavia, app):
    code = code_of(world, octavia, app)
    world.write(lambda work: work.users.suspend(octavia.id, world.clock.now))
    assert endpoints.error({**app.proof, "code": code}) == "bad_verification_code"


def test_each_application_has_its_own_sign_ins(endpoints, world, octavia, app):
    other = registered(world, world.user("other"), "Another")
    one, two = signed_in(endpoints, octavia, app), signed_in(endpoints, octavia, other)
    assert endpoints.of_token(app, "DELETE", "grant", str(one["access_token"])).status == 204
    assert world.caller(two["access_token"]).actor.user == octavia.id
