"""Attack 25: a stolen code is exchanged by who does not know the verifier.

Attack: no verifier, a wrong one, the challenge as its own verifier, a downgrade to `plain`, a
challenge without a method, a challenge taken out on the way. What is verified: none of them gets a
token, and none of them spoils the exchange of who knows the verifier (RFC 7636, RFC 9700 4.8.2).
"""

import pytest

from tests.consent import GITHUB_CLI
from tests.oauth_client import App, Endpoints, challenge_of, code_of, registered
from watchword.oauth.errors import Redirected

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""Appendix B of RFC 7636."""


@pytest.fixture
def victim(world):
    return world.user("octavia")


@pytest.fixture
def endpoints(world):
    return Endpoints(world)


@pytest.fixture(params=["public", "confidential"])
def app(request, world):
    """Attackers know the secret of a public client, and may have stolen the other one."""
    if request.param == "public":
        return App(GITHUB_CLI, None, "http://localhost:4321/")
    return registered(world, world.user("developer"))


def protected(world, victim, app):
    return code_of(world, victim, app, code_challenge=CHALLENGE, code_challenge_method="S256")


def test_the_example_of_the_standard_works(world, victim, endpoints, app):
    assert challenge_of(VERIFIER) == CHALLENGE
    code = protected(world, victim, app)
    given = {**app.proof, "code": code, "code_verifier": VERIFIER}
    assert endpoints.token(given)["scope"] == "gist"


@pytest.mark.parametrize(
    "verifier",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("x" * 64, id="another"),
        pytest.param(CHALLENGE, id="the challenge itself"),
        pytest.param(VERIFIER[:42], id="too short"),
        pytest.param(VERIFIER + "x" * 100, id="too long"),
        pytest.param(f"{VERIFIER} ", id="a blank at its end"),
        pytest.param(f"{VERIFIER}\n", id="a line break at its end"),
        pytest.param(VERIFIER.swapcase(), id="in another case"),
        pytest.param(f"{VERIFIER[:-1]}\uff4b", id="a letter that looks alike"),
    ],
)
def test_who_does_not_know_the_verifier_gets_nothing_and_spoils_nothing(
    world, victim, endpoints, app, verifier
):
    code = protected(world, victim, app)
    given = {**app.proof, "code": code}
    wrong = given if verifier is None else given | {"code_verifier": verifier}
    assert endpoints.error(wrong) == "bad_verification_code"
    assert endpoints.token(given | {"code_verifier": VERIFIER})["scope"] == "gist"


@pytest.mark.parametrize(
    ("challenge", "method"),
    [
        pytest.param(VERIFIER, "plain", id="plain"),
        pytest.param(CHALLENGE, None, id="no method means plain"),
        pytest.param(CHALLENGE, "", id="an empty method"),
        pytest.param(CHALLENGE, "s256", id="another case"),
        pytest.param(CHALLENGE, "S512", id="a method that there is not"),
        pytest.param(None, "S256", id="a method alone"),
        pytest.param("", "S256", id="an empty challenge"),
        pytest.param(CHALLENGE[:-1], "S256", id="a challenge too short"),
        pytest.param(f"{CHALLENGE}=", "S256", id="padding"),
    ],
)
def test_nobody_is_asked_with_a_challenge_that_protects_less(world, victim, app, challenge, method):
    with pytest.raises(Redirected) as told:
        code_of(world, victim, app, code_challenge=challenge, code_challenge_method=method)
    assert told.value.code == "invalid_request"


def test_a_challenge_that_was_taken_out_on_the_way_is_noticed(world, victim, endpoints, app):
    """Whoever sends a verifier asked with a challenge; a code without one is not for them."""
    code = code_of(world, victim, app)
    given = {**app.proof, "code": code}
    assert endpoints.error(given | {"code_verifier": VERIFIER}) == "bad_verification_code"


def test_gh_sends_no_challenge_and_needs_none(world, victim, endpoints):
    gh = App(GITHUB_CLI, "0" * 40, "http://127.0.0.1:4321/callback")
    assert endpoints.token({**gh.proof, "code": code_of(world, victim, gh)})["scope"] == "gist"
