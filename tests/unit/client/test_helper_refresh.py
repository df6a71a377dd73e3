"""A token is renewed by its own server, whose answer is believed only as far as it makes sense."""

import contextlib
import http.server
import json
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest

from tests.unit.client.helper_kit import HOUR, NOW, Helper
from watchword_client.credential_helper import refresh
from watchword_client.credential_helper.actions import Rules
from watchword_client.credential_helper.entry import Entry, Place
from watchword_client.credential_helper.ports import Unusable
from watchword_client.secret import Secret
from watchword_client.trust import Trust

PAIR = {
    "access_token": "gho_2",
    "token_type": "bearer",
    "expires_in": 28_800,
    "refresh_token": "ghr_2",
    "refresh_token_expires_in": 15_811_200,
    "scope": "repo",
}


@dataclass
class TokenEndpoint:
    """A server that gives one answer, and remembers what it was asked."""

    body: bytes = json.dumps(PAIR).encode()
    status: int = 200
    headers: dict = field(default_factory=dict)
    takes: float = 0
    loses: int = 0
    """How many answers get lost on their way."""
    asked: list = field(default_factory=list)
    host: str = ""

    def answer(self, handler):
        length = int(handler.headers["content-length"])
        fields = parse_qs(handler.rfile.read(length).decode())
        self.asked.append((handler.path, {key: one for key, (one,) in fields.items()}))
        time.sleep(self.takes)
        if self.loses:
            self.loses -= 1
            handler.close_connection = True
            return
        handler.send_response(self.status)
        for name, value in {"content-length": str(len(self.body)), **self.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(self.body)


@pytest.fixture
def endpoint(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    ours = TokenEndpoint()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            ours.answer(self)

        def log_message(self, *words):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        ours.host = f"127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield ours
        server.shutdown()
        thread.join()


@pytest.fixture
def told():
    return []


@pytest.fixture
def old(endpoint):
    return Entry(
        Place("http", endpoint.host),
        "octavia",
        Secret("gho_1"),
        expires_at=NOW,
        refresh_token=Secret("ghr_1"),
        client_id="c1",
        refresh_expires_at=NOW + HOUR,
    )


def renew(entry, told):
    return refresh.renew(entry, NOW, Trust(), told.append)


def test_the_next_pair_takes_the_place_of_the_last(endpoint, old, told):
    new = renew(old, told)
    assert endpoint.asked == [
        (
            "/login/oauth/access_token",
            {"grant_type": "refresh_token", "refresh_token": "ghr_1", "client_id": "c1"},
        )
    ]
    assert (new.username, new.password, new.expires_at) == (
        "octavia",
        Secret("gho_2"),
        NOW + 28_800,
    )
    assert (new.refresh_token, new.refresh_expires_at) == (Secret("ghr_2"), NOW + 15_811_200)
    assert (new.client_id, told) == ("c1", [])


def test_a_server_that_gives_no_refresh_token_lets_the_old_one_live(endpoint, old, told):
    endpoint.body = json.dumps({"access_token": "gho_2", "token_type": "Bearer"}).encode()
    new = renew(old, told)
    assert (new.refresh_token, new.refresh_expires_at) == (Secret("ghr_1"), NOW + HOUR)
    assert new.expires_at == 0


@pytest.mark.parametrize("error", ["bad_refresh_token", "invalid_grant"])
@pytest.mark.parametrize("status", [200, 400, 401])
def test_a_refusal_for_good_drops_the_refresh_token_and_says_what_to_do(
    endpoint, old, told, error, status
):
    endpoint.body, endpoint.status = json.dumps({"error": error}).encode(), status
    left = renew(old, told)
    assert left.refresh_token is None
    assert not left.is_of_use(NOW)
    assert told == [
        f"the sign-in at {endpoint.host} has ended: run `watchword login {endpoint.host}`"
    ]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        pytest.param(200, b"", id="nothing"),
        pytest.param(200, b"access_token=gho_2&token_type=bearer", id="a form"),
        pytest.param(200, b"[]", id="a list"),
        pytest.param(200, b"[" * 60_000, id="deep nesting"),
        pytest.param(200, b'{"error": ["\\u001b"]}', id="an error that is no word"),
        pytest.param(200, b'{"error": "application_suspended"}', id="a passing refusal"),
        pytest.param(200, b'{"token_type": "bearer"}', id="no token"),
        pytest.param(200, b'{"access_token": "gho_2"}', id="no type"),
        pytest.param(200, b'{"access_token": "gho_2", "token_type": "mac"}', id="another type"),
        pytest.param(
            200, b'{"access_token": "a\\nhost=b", "token_type": "bearer"}', id="a line in the token"
        ),
        pytest.param(200, b'{"access_token": 5, "token_type": "bearer"}', id="a number"),
        pytest.param(
            200,
            b'{"access_token": "a", "token_type": "bearer", "refresh_token": ""}',
            id="an empty refresh token",
        ),
        pytest.param(200, b'{"a": "' + b"a" * 70_000 + b'"}', id="too long"),
        pytest.param(500, b'{"error": "bad_refresh_token"}', id="a fault of the server"),
        pytest.param(429, b"", id="busy"),
        pytest.param(404, b"", id="no such path"),
    ],
)
def test_an_answer_that_makes_no_sense_changes_nothing(endpoint, old, told, status, body):
    endpoint.status, endpoint.body = status, body
    with pytest.raises(Unusable) as refused:
        renew(old, told)
    assert str(refused.value).isprintable()
    assert "ghr_1" not in str(refused.value)
    assert told == []


@pytest.mark.parametrize("life", ['"60"', "true", "-1", "0", "1e99", "9" * 30, "null", "1.5"])
def test_a_life_that_is_no_number_of_seconds_is_none(endpoint, old, told, life):
    text = '{"access_token": "gho_2", "token_type": "bearer", "expires_in": %s}' % life  # noqa: UP031
    endpoint.body = text.encode()
    assert renew(old, told).expires_at == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(endpoint, old, told, status):
    endpoint.status, endpoint.headers = status, {"location": f"http://{endpoint.host}/elsewhere"}
    with pytest.raises(Unusable):
        renew(old, told)
    assert len(endpoint.asked) == 1


def test_an_answer_that_was_lost_is_asked_for_once_more(endpoint, old, told):
    endpoint.loses = 1
    assert renew(old, told).password == Secret("gho_2")
    assert len(endpoint.asked) == 2
    endpoint.loses = 5
    with pytest.raises(Unusable, match="cannot be reached"):
        renew(old, told)
    assert len(endpoint.asked) == 4


@pytest.mark.parametrize(
    "host",
    ["a.test/x", "u@a.test", "a.test?", "a test", "[", "a.test:x", "a..test", "", "#", "%61"],
)
def test_a_host_that_is_none_is_not_asked(told, host):
    entry = Entry(Place("https", host), "u", None, refresh_token=Secret("ghr_1"), client_id="c")
    with pytest.raises(Unusable, match="valid"):
        renew(entry, told)


def test_a_ca_that_cannot_be_read_is_said(tmp_path, old, told):
    trust = Trust(tmp_path / "missing.pem", "GIT_SSL_CAINFO")
    with pytest.raises(Unusable, match="GIT_SSL_CAINFO"):
        refresh.renew(old, NOW, trust, told.append)


def test_two_who_ask_at_once_make_one_refresh(endpoint, told):
    endpoint.takes = 0.05
    helper = Helper(rules=Rules(frozenset({"http"})))
    helper.renew = lambda entry: renew(entry, told)
    more = {
        "protocol": "http",
        "password_expiry_utc": NOW + 10,
        "oauth_refresh_token": "ghr_1",
        "watchword_client_id": "c1",
    }
    helper.keep("u", "gho_1", host=endpoint.host, **more)
    found = []
    asking = [
        threading.Thread(
            target=lambda: found.append(helper.get(endpoint.host, protocol="http")["password"])
        )
        for _ in range(4)
    ]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert found == ["gho_2"] * 4
    assert len(endpoint.asked) == 1


def test_nobody_there_is_said_in_one_line(endpoint, old, told):
    with contextlib.closing(http.server.socketserver.socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        place = Place("http", f"127.0.0.1:{free.getsockname()[1]}")
    from dataclasses import replace

    with pytest.raises(Unusable, match="cannot be reached"):
        renew(replace(old, place=place), told)
