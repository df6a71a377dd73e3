"""Waiting for a code to be typed, at the pace that the server asks for (RFC 8628)."""

import pytest

from watchword_client.api import Reply
from watchword_client.host import Host
from watchword_client.sign_in import device_sign_in
from watchword_client.speaking import Exit, Trouble

BEGUN = device_sign_in.Begun("WDJB-MJHT", "https://h.test/login/device", "secret", 5, 900)
PENDING = {"error": "authorization_pending"}
TOKEN = {"access_token": "gho_1", "scope": "repo,gist", "token_type": "bearer"}


class Server:
    """Says one thing after the other, the last one for ever; time passes by sleeping alone."""

    host = Host("h.test")

    def __init__(self, *answers):
        self.answers = list(answers)
        self.now = 0.0
        self.asked_at = []
        self.forms = []

    def post(self, path, fields):
        self.asked_at.append(self.now)
        self.forms.append((path, dict(fields)))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return Reply(200, {}, answer)

    def wait(self, begun=BEGUN):
        return device_sign_in.wait(self, begun, lambda: self.now, self.sleep)

    def sleep(self, seconds):
        self.now += seconds


def test_it_asks_at_the_interval_until_somebody_says_yes():
    server = Server(PENDING, PENDING, TOKEN)
    issued = server.wait()
    assert issued.scopes == ("repo", "gist")
    assert server.asked_at == [5, 10, 15]
    path, form = server.forms[0]
    assert path == "/login/oauth/access_token"
    assert form["device_code"] == "secret"
    assert "client_secret" not in form


def test_it_goes_slower_for_good_when_it_is_told_to():
    server = Server({"error": "slow_down", "interval": 15}, {"error": "slow_down"}, PENDING, TOKEN)
    server.wait()
    assert server.asked_at == [5, 20, 40, 60]


def test_it_gives_up_when_the_code_is_over():
    server = Server(PENDING)
    with pytest.raises(Trouble, match="not typed in time") as raised:
        server.wait()
    assert raised.value.exit_code == Exit.REFUSED
    assert server.now < 900


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("access_denied", "turned down"),
        ("expired_token", "not typed in time"),
        ("incorrect_device_code", "gave no token"),
    ],
)
def test_it_ends_with_what_went_wrong(error, told):
    with pytest.raises(Trouble, match=told):
        Server(PENDING, {"error": error}).wait()


def test_what_is_to_be_shown_cannot_move_the_cursor():
    answer = {"device_code": "d", "user_code": "A\x1b[2J", "verification_uri": "https://h.test\r"}
    begun = device_sign_in.begin(Server(answer), "repo")
    assert begun.user_code == "A?[2J"
    assert begun.address == "https://h.test?"
    assert (begun.interval, begun.expires_in) == (5, 900)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"error": "incorrect_client_credentials"}, "does not know the companion"),
        ({"error": "device_flow_disabled"}, "switched such sign-ins off"),
        (None, "gave no token"),
    ],
)
def test_a_server_that_gives_no_code_is_told(answer, told):
    with pytest.raises(Trouble, match=told):
        device_sign_in.begin(Server(answer), "repo")
