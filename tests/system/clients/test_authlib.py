"""A client library that others wrote runs every grant, and meets every error."""

import contextlib
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata

from tests.named_server import HOST
from tests.oauth_rows import change, device_flow_off
from tests.plain_browser import PlainBrowser

PASSWORD = "correct horse battery"
SITE = f"https://{HOST}"
USER = f"{SITE}/api/v3/user"
CALLBACK = "https://app.example/callback"
FORM = "application/x-www-form-urlencoded"
GIT_CREDENTIAL_OAUTH = "a4792ccc-144e-407e-86c9-5e7d8d9c3269"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass(frozen=True)
class App:
    """What the developer of an application is given."""

    client_id: str
    secret: str


@dataclass
class Client:
    """The application at work, and the person who decides on it."""

    server: object
    proxy: object
    app: App
    person: PlainBrowser
    metadata: dict[str, object]
    opened: contextlib.ExitStack

    def session(self, **more) -> OAuth2Session:
        """A session of the library's for the application."""
        given = {
            "client_id": self.app.client_id,
            "client_secret": self.app.secret,
            "token_endpoint_auth_method": "client_secret_post",
            "scope": "read:user gist",
            "redirect_uri": CALLBACK,
            "code_challenge_method": "S256",
            "token_endpoint": self.metadata["token_endpoint"],
        }
        made = self.opened.enter_context(OAuth2Session(**given | more))
        made.trust_env = False
        made.proxies = {"https": self.proxy.address}
        made.verify = str(self.server.ca)
        made.headers["User-Agent"] = "an application"
        return made

    def asks(self, session: OAuth2Session, *, verifier: str | None = None, **more) -> str:
        """Send the person to the page; gives the state that was sent along."""
        endpoint = self.metadata["authorization_endpoint"]
        address, state = session.create_authorization_url(endpoint, code_verifier=verifier, **more)
        self.person.get(address)
        return state

    def agreed(self, session: OAuth2Session, **more) -> dict[str, str]:
        """Let the person say yes; gives what `fetch_token` needs."""
        state = self.asks(session, **more)
        page = self.person.press("Authorize", follow=False)
        assert page.status == 303, page.text
        return {"authorization_response": page.headers["location"], "state": state}

    def signed_in(self, **more) -> OAuth2Session:
        """A session with a token."""
        session = self.session(**more)
        session.fetch_token(**self.agreed(session))
        return session

    def device(self, session: OAuth2Session, *, scope: str = "gist") -> dict[str, object]:
        """Begin at a device."""
        endpoint = self.metadata["device_authorization_endpoint"]
        answer = session.post(
            endpoint,
            data={"client_id": session.client_id, "scope": scope},
            headers={"Accept": "application/json"},
            withhold_token=True,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def of_token(self, method: str, what: str, token: str, secret: str | None = None):
        """What the application asks about a token of its own, with its secret."""
        session = self.session()
        return session.request(
            method,
            f"{SITE}/api/v3/applications/{self.app.client_id}/{what}",
            json={"access_token": token},
            auth=(self.app.client_id, secret or self.app.secret),
        )


@pytest.fixture(scope="module")
def app(server, proxy):
    """An application that a developer registered on the pages for it."""
    server.add_user("developer", PASSWORD)
    with contextlib.closing(PlainBrowser(proxy)) as developer:
        developer.sign_in("developer", PASSWORD)
        developer.get("/settings/developers/new")
        fields = {"name": "Library", "homepage": "https://app.example", "callbacks": CALLBACK}
        developer.press("Register application", **fields, device_flow="yes")
        page = developer.press("Generate a new client secret")
        secret = page.ids["client-secret"].strip()
        page = developer.get(page.links["Done"])
        return App(page.ids["client-id"].strip(), secret)


@pytest.fixture(scope="module")
def person(server, proxy):
    """Somebody who decides on applications."""
    server.add_user("visitor", PASSWORD)
    with contextlib.closing(PlainBrowser(proxy)) as one:
        one.sign_in("visitor", PASSWORD)
        yield one


@pytest.fixture(scope="module")
def client(server, proxy, app, person):
    """The application at work."""
    metadata = server.request("GET", "/.well-known/oauth-authorization-server").json
    with contextlib.ExitStack() as opened:
        yield Client(server, proxy, app, person, metadata, opened)


def refused(error, session, **given):
    """The library is told of that error; gives what it was told."""
    with pytest.raises(OAuthError) as told:
        session.fetch_token(**given)
    assert told.value.error == error
    assert told.value.description
    return told.value


def test_the_metadata_is_what_the_standard_asks_for(client):
    described = AuthorizationServerMetadata(client.metadata)
    described.validate()
    assert described.issuer == SITE
    assert described["code_challenge_methods_supported"] == ["S256"]
    assert DEVICE in described["grant_types_supported"]


@pytest.mark.parametrize("proof", ["client_secret_post", "client_secret_basic"])
@pytest.mark.parametrize("challenge", ["S256", None])
def test_a_code_is_exchanged(client, proof, challenge):
    session = client.session(token_endpoint_auth_method=proof)
    verifier = generate_token(64) if challenge else None
    given = client.agreed(session, verifier=verifier)
    landed = urlsplit(given["authorization_response"])
    assert f"{landed.scheme}://{landed.netloc}{landed.path}" == CALLBACK
    assert parse_qs(landed.query)["state"] == [given["state"]]
    token = session.fetch_token(**given, **({"code_verifier": verifier} if verifier else {}))
    assert token["access_token"].startswith("gho_")
    assert (token["token_type"], token["scope"]) == ("bearer", "gist,read:user")
    assert "refresh_token" not in token
    told = session.get(USER)
    assert told.json()["login"] == "visitor"
    assert told.headers["X-OAuth-Scopes"] == "gist, read:user"


def test_a_code_works_once_and_its_second_use_ends_the_first(client):
    session = client.session()
    given = client.agreed(session)
    session.fetch_token(**given)
    assert session.get(USER).status_code == 200
    refused("bad_verification_code", client.session(), **given)
    assert session.get(USER).status_code == 401


def test_a_code_that_is_too_old_or_made_up_is_refused(client, server):
    session = client.session()
    given = client.agreed(session)
    assert change(server, "UPDATE oauth_codes SET expires_at = 1 WHERE used_at IS NULL")
    told = refused("bad_verification_code", session, **given)
    assert told.description == "The code passed is incorrect or expired."
    refused("bad_verification_code", session, code="0" * 20, grant_type="authorization_code")


@pytest.mark.parametrize("verifier", [None, "x" * 64], ids=["none", "another"])
def test_a_challenge_needs_its_verifier(client, verifier):
    session = client.session()
    given = client.agreed(session, verifier=generate_token(64))
    refused("bad_verification_code", session, **given, code_verifier=verifier)


def test_a_challenge_in_the_clear_is_refused(client):
    session = client.session()
    state = client.asks(session, code_challenge="x" * 43, code_challenge_method="plain")
    landed = urlsplit(client.person.page.headers["location"])
    assert f"{landed.scheme}://{landed.netloc}{landed.path}" == CALLBACK
    answer = parse_qs(landed.query)
    assert (answer["error"], answer["state"]) == (["invalid_request"], [state])


def test_an_exchange_names_the_callback_that_was_asked_for_or_none(client):
    session = client.session()
    told = refused(
        "redirect_uri_mismatch",
        session,
        **client.agreed(session),
        redirect_uri="https://app.example/other",
    )
    assert told.description.startswith("The redirect_uri MUST match the registered callback URL")
    session = client.session(redirect_uri=None)
    assert session.fetch_token(**client.agreed(session))["access_token"]


def test_a_callback_that_is_not_registered_is_not_gone_to(client):
    client.asks(client.session(redirect_uri="https://evil.example/callback"))
    assert client.person.page.path.startswith("/login/oauth/authorize")
    assert client.person.page.status in {400, 404, 422}
    assert "Authorize" not in {
        button for form in client.person.page.forms for button in form.buttons
    }


@pytest.mark.parametrize(
    "wrong",
    [{"client_secret": "0" * 40}, {"client_secret": ""}, {"client_id": "0" * 20}],
    ids=["secret", "no-secret", "client"],
)
@pytest.mark.parametrize("proof", ["client_secret_post", "client_secret_basic"])
def test_who_cannot_prove_to_be_the_application_gets_nothing(client, wrong, proof):
    given = client.agreed(client.session())
    session = client.session(token_endpoint_auth_method=proof, **wrong)
    refused("incorrect_client_credentials", session, **given)


def test_who_cancels_is_brought_back_with_that_answer(client):
    session = client.session()
    client.asks(session)
    page = client.person.press("Cancel", follow=False)
    answer = parse_qs(urlsplit(page.headers["location"]).query)
    assert (answer["error"], "code" in answer) == (["access_denied"], False)
    assert answer["error_description"] == ["The user has denied your application access."]


def test_an_application_that_was_switched_off_gets_nothing(client, server):
    session = client.session()
    given = client.agreed(session)
    server.command("admin", "app", "disable", client.app.client_id)
    try:
        refused("application_suspended", session, **given)
        state = client.asks(session)
        landed = urlsplit(client.person.page.headers["location"])
        assert f"{landed.scheme}://{landed.netloc}{landed.path}" == CALLBACK
        answer = parse_qs(landed.query)
        assert (answer["error"], answer["state"]) == (["application_suspended"], [state])
        assert "code" not in answer
    finally:
        server.command("admin", "app", "enable", client.app.client_id)


def test_an_application_that_was_switched_off_gets_no_other_way_either(client, server):
    session = client.signed_in(scope="gist offline_access")
    session.scope = None
    begun = client.device(client.session())
    poll = {"grant_type": DEVICE, "device_code": begun["device_code"]}
    server.command("admin", "app", "disable", client.app.client_id)
    try:
        with pytest.raises(OAuthError, match="application_suspended"):
            session.refresh_token()
        refused("application_suspended", client.session(), **poll)
        assert client.device(client.session())["error"] == "application_suspended"
    finally:
        server.command("admin", "app", "enable", client.app.client_id)
    assert session.refresh_token()["access_token"].startswith("gho_")


def public_session(client, **more):
    """The library as a program that keeps no secret."""
    return client.session(
        client_id=GIT_CREDENTIAL_OAUTH,
        client_secret=None,
        token_endpoint_auth_method="none",
        redirect_uri="http://127.0.0.1:4321/",
        scope="repo",
        **more,
    )


def test_a_public_client_proves_with_its_verifier_that_it_asked(client):
    session = public_session(client)
    verifier = generate_token(64)
    given = client.agreed(session, verifier=verifier)
    assert given["authorization_response"].startswith("http://127.0.0.1:4321/?")
    refused("bad_verification_code", session, **given, code_verifier=generate_token(64))
    given = client.agreed(session, verifier=verifier)
    token = session.fetch_token(**given, code_verifier=verifier)
    assert (token["scope"], token["expires_in"]) == ("repo", 28_800)
    session.scope = None
    again = session.refresh_token()
    assert again["access_token"] != token["access_token"]
    assert session.get(USER).json()["login"] == "visitor"


def test_a_public_client_signs_in_on_a_device(client):
    session = public_session(client)
    begun = client.device(session, scope="repo")
    client.person.get("/login/device")
    client.person.press("Continue", user_code=begun["user_code"])
    client.person.press("Authorize")
    token = session.fetch_token(grant_type=DEVICE, device_code=begun["device_code"])
    assert token["scope"] == "repo"
    assert session.get(USER).json()["login"] == "visitor"


def test_no_token_comes_by_the_address_of_a_page(client):
    session = client.session()
    state = client.asks(session, response_type="token")
    landed = urlsplit(client.person.page.headers["location"])
    assert f"{landed.scheme}://{landed.netloc}{landed.path}" == CALLBACK
    answer = parse_qs(landed.query)
    assert (answer["error"], answer["state"]) == (["unsupported_response_type"], [state])
    assert landed.fragment == ""


def test_a_request_that_cannot_be_read_is_told_so(client):
    session = client.session()
    said = session.post(
        client.metadata["token_endpoint"],
        data="grant_type=refresh_token&grant_type=refresh_token",
        headers={"Accept": "application/json", "Content-Type": FORM},
        withhold_token=True,
    )
    assert (said.status_code, said.json()["error"]) == (200, "invalid_request")
    state = client.asks(session, code_challenge="too short", code_challenge_method="S256")
    answer = parse_qs(urlsplit(client.person.page.headers["location"]).query)
    assert (answer["error"], answer["state"]) == (["invalid_request"], [state])


@pytest.mark.parametrize("wrong", [{"client_secret": "0" * 40}, {"client_id": "0" * 20}])
def test_who_cannot_prove_to_be_the_application_neither_refreshes_nor_begins(client, wrong):
    session = client.signed_in(scope="gist offline_access")
    refresh = session.token["refresh_token"]
    other = client.session(**wrong)
    other.scope = None
    with pytest.raises(OAuthError, match="incorrect_client_credentials"):
        other.refresh_token(refresh_token=refresh)
    # It is not used up by that.
    session.scope = None
    assert session.refresh_token()["refresh_token"] != refresh
    begun = client.device(client.session())
    poll = {"grant_type": DEVICE, "device_code": begun["device_code"]}
    refused("incorrect_client_credentials", other, **poll)
    if "client_id" in wrong:
        assert client.device(other)["error"] == "incorrect_client_credentials"


def test_expiring_tokens_are_refreshed_by_the_library_itself(client):
    session = client.signed_in(scope="gist offline_access")
    first = dict(session.token)
    assert (first["expires_in"], first["refresh_token_expires_in"]) == (28_800, 15_811_200)
    assert first["scope"] == "gist"
    session.scope = None
    session.token = first | {"expires_at": 1}
    assert session.get(USER).json()["login"] == "visitor"
    second = session.token
    assert second["access_token"] != first["access_token"]
    assert second["refresh_token"].startswith("ghr_")
    assert second["refresh_token"] != first["refresh_token"]


def test_a_lost_answer_does_no_harm_but_a_replayed_token_ends_the_sign_in(client, server):
    session = client.signed_in(scope="gist offline_access")
    session.scope = None
    old = session.token["refresh_token"]
    session.refresh_token(refresh_token=old)
    again = session.refresh_token(refresh_token=old)
    assert session.get(USER).status_code == 200
    # Three minutes later it is no lost answer any more.
    change(server, "UPDATE oauth_refresh_tokens SET used_at = used_at - 180")
    with pytest.raises(OAuthError, match="bad_refresh_token"):
        session.refresh_token(refresh_token=old)
    session.token = again
    assert session.get(USER).status_code == 401
    with pytest.raises(OAuthError, match="bad_refresh_token"):
        session.refresh_token(refresh_token=again["refresh_token"])


def test_a_refresh_token_that_is_too_old_made_up_or_of_another_application_is_refused(
    client, server
):
    session = client.signed_in(scope="gist offline_access")
    session.scope = None
    with pytest.raises(OAuthError, match="bad_refresh_token"):
        session.refresh_token(refresh_token="ghr_" + "0" * 76)
    other = client.session(
        client_id="178c6fc778ccc68e1d6a", client_secret=None, token_endpoint_auth_method="none"
    )
    other.scope = None
    with pytest.raises(OAuthError, match="bad_refresh_token"):
        other.refresh_token(refresh_token=session.token["refresh_token"])
    assert change(server, "UPDATE oauth_refresh_tokens SET expires_at = 1")
    with pytest.raises(OAuthError, match="bad_refresh_token"):
        session.refresh_token()


@pytest.mark.parametrize("grant", ["password", "client_credentials", "made_up"])
def test_other_grants_are_not_offered(client, grant):
    more = {"username": "visitor", "password": PASSWORD} if grant == "password" else {}
    refused("unsupported_grant_type", client.session(), grant_type=grant, **more)


def test_a_device_polls_until_somebody_answers(client, server):
    session = client.session()
    begun = client.device(session)
    assert (begun["interval"], begun["expires_in"]) == (5, 900)
    assert begun["verification_uri"] == f"{SITE}/login/device"
    poll = {"grant_type": DEVICE, "device_code": begun["device_code"]}
    refused("authorization_pending", session, **poll)
    refused("slow_down", session, **poll)
    client.person.get("/login/device")
    client.person.press("Continue", user_code=begun["user_code"].lower().replace("-", ""))
    client.person.press("Authorize")
    assert "Your device is connected" in client.person.page.text
    # As if it had waited.
    assert change(server, "UPDATE oauth_devices SET polled_at = polled_at - 60")
    token = session.fetch_token(**poll)
    assert token["scope"] == "gist"
    assert session.get(USER).json()["login"] == "visitor"
    refused("incorrect_device_code", session, **poll)


def test_a_device_is_told_that_it_was_turned_away(client):
    session = client.session()
    begun = client.device(session)
    client.person.get("/login/device")
    client.person.press("Continue", user_code=begun["user_code"])
    client.person.press("I did not start this")
    poll = {"grant_type": DEVICE, "device_code": begun["device_code"]}
    refused("access_denied", session, **poll)


def test_a_device_that_waited_too_long_begins_again(client, server):
    session = client.session()
    poll = {"grant_type": DEVICE, "device_code": client.device(session)["device_code"]}
    assert change(server, "UPDATE oauth_devices SET expires_at = 1")
    refused("expired_token", session, **poll)


def test_a_device_code_that_is_made_up_is_refused(client):
    poll = {"grant_type": DEVICE, "device_code": "0" * 40}
    refused("incorrect_device_code", client.session(), **poll)


def test_a_device_is_told_that_the_application_has_no_device_flow(client, server):
    session = client.session()
    with device_flow_off(server, client.app.client_id):
        assert client.device(session)["error"] == "device_flow_disabled"


def test_the_application_asks_about_its_tokens_and_ends_them(client):
    session = client.signed_in()
    token = session.token["access_token"]
    told = client.of_token("POST", "token", token)
    assert told.status_code == 200
    answer = told.json()
    assert (answer["user"]["login"], answer["scopes"]) == ("visitor", ["gist", "read:user"])
    assert (answer["token"], answer["app"]["client_id"]) == (token, client.app.client_id)
    assert client.of_token("POST", "token", "gho_" + "0" * 36).status_code == 404
    assert client.of_token("POST", "token", token, secret="wrong").status_code in {401, 404}

    renewed = client.of_token("PATCH", "token", token).json()["token"]
    assert session.get(USER).status_code == 401
    session.token = {"access_token": renewed, "token_type": "bearer"}
    assert session.get(USER).status_code == 200
    assert client.of_token("DELETE", "token", renewed).status_code == 204
    assert session.get(USER).status_code == 401
    assert client.of_token("DELETE", "token", renewed).status_code == 404


def test_the_application_ends_all_that_somebody_granted_it(client):
    one, other = client.signed_in(), client.signed_in(scope="gist")
    assert client.of_token("DELETE", "grant", one.token["access_token"]).status_code == 204
    assert [session.get(USER).status_code for session in (one, other)] == [401, 401]


def test_the_eleventh_sign_in_with_the_same_scopes_ends_the_first(client):
    client.signed_in()
    sessions = [client.signed_in() for _ in range(11)]
    alive = [session.get(USER).status_code for session in sessions]
    assert alive == [401] + [200] * 10
