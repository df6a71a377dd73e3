"""What the browser brings to the listener of a sign-in."""

import threading
import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest

from watchword_client import oauth
from watchword_client.api import Reply
from watchword_client.host import Host
from watchword_client.sign_in import web_sign_in
from watchword_client.speaking import Trouble

BEGUN = web_sign_in.Begun("the-state", "v" * 64, "repo")
TOKEN = {"access_token": "gho_1", "scope": "repo", "token_type": "bearer"}


class Server:
    """Gives a token for whatever code; keeps what it was asked."""

    host = Host("h.test")

    def __init__(self):
        self.form = None

    def post(self, path, fields):
        self.form = dict(fields)
        return Reply(200, {}, TOKEN)


def visit(address):
    """What a browser sees there."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def sign_in(*queries):
    """Sign in while a browser visits these, one after the other; gives all that came of it."""
    server, seen, shown = Server(), [], []
    visits = []

    def show(address):
        shown.append(parse_qs(urlsplit(address).query))
        back = shown[0]["redirect_uri"][0]
        visits.append(
            threading.Thread(target=lambda: seen.extend(visit(back + q) for q in queries))
        )
        visits[0].start()

    try:
        return server, web_sign_in.sign_in(server, BEGUN, show, 10), seen, shown[0]
    finally:
        visits[0].join()


def test_a_code_is_exchanged_with_the_verifier_of_its_challenge():
    server, issued, seen, asked = sign_in("?code=c&state=the-state")
    assert issued.token.text == "gho_1"
    assert asked["code_challenge"] == [oauth.challenge(BEGUN.verifier)]
    assert asked["code_challenge_method"] == ["S256"]
    assert server.form == {
        "client_id": oauth.CLIENT,
        "grant_type": "authorization_code",
        "code": "c",
        "redirect_uri": asked["redirect_uri"][0],
        "code_verifier": BEGUN.verifier,
    }
    ((status, page),) = seen
    assert status == 200
    assert "You can close this page" in page


def test_the_challenge_is_that_of_the_standard():
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert oauth.challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize(
    "strange",
    [
        "favicon.ico",
        "?code=evil&state=another",
        "?code=evil",
        "?code=evil&state=the-state&state=the-state",
        "?code=evil&code=c&state=the-state",
    ],
)
def test_whatever_did_not_come_from_our_page_is_refused_and_ends_nothing(strange):
    server, _, seen, _ = sign_in(strange, "?code=c&state=the-state")
    assert server.form["code"] == "c"
    assert [status for status, _ in seen] == [404 if "?" not in strange else 400, 200]


def test_a_no_is_told_on_both_sides():
    with pytest.raises(Trouble, match="turned down"):
        sign_in("?error=access_denied&state=the-state")


def test_an_error_in_the_address_cannot_move_the_cursor():
    with pytest.raises(Trouble, match=r"without a code: a\?b"):
        sign_in("?error=x&error_description=a%1Bb&state=the-state")


def test_waiting_ends():
    with pytest.raises(Trouble, match=r"within 0\.05 seconds"):
        web_sign_in.sign_in(Server(), BEGUN, lambda _: None, 0.05)
