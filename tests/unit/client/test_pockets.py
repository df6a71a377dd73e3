"""What git would send is found in addresses, headers and helpers, and never shown."""

import base64

import pytest

from tests.unit.client.machine_with_clones import Home
from watchword_client import machine
from watchword_client.credential import Credential
from watchword_client.git import Git
from watchword_client.host import Host
from watchword_client.keep.holdings import named
from watchword_client.secret import Secret
from watchword_client.why import pockets

HOST = Host("git.example.com")
TOKEN = "ghp_" + "0" * 36


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Home(tmp_path, monkeypatch)


def emptied(url="https://git.example.com/o/r", now=1_000):
    git = Git(machine.variables())
    return pockets.empty(git, url, Credential.of(HOST), named(git, HOST), now)


def helper(home, *lines):
    said = "".join(f"echo {line}; " for line in lines)
    home.git("config", "--global", "--add", "credential.helper", f"!f() {{ {said}}}; f")


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://h/o/r", []),
        ("https://octavia@h/o/r", []),
        ("https://octavia:a%40b@h/o/r", [("octavia", Secret("a@b"))]),
        (f"https://{TOKEN}@h/o/r", [(TOKEN, Secret(TOKEN))]),
        (f"https://:{TOKEN}@h/o/r", [("", Secret(TOKEN))]),
        (f"ssh://git:{TOKEN}@h/o/r", []),
    ],
)
def test_a_secret_in_an_address_is_found(url, found):
    assert list(pockets.in_address(url)) == found


def test_equal_secrets_have_one_number_and_the_address_comes_first(home):
    helper(home, "username=octavia", "password=other")
    helper(home, "username=octavia", f"password={TOKEN}")
    found = emptied(f"https://octavia:{TOKEN}@git.example.com/o/r").pockets
    assert [one.held.number for one in found] == [1, 2, 1]
    assert found[0].held.source == pockets.ADDRESS
    assert TOKEN not in repr(found)


def test_a_header_counts_before_all_and_an_empty_one_takes_those_before_away(home):
    pair = base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode()
    key = "http.https://git.example.com/.extraHeader"
    home.git("config", "--global", "http.extraHeader", "X-Other: 1")
    home.git("config", "--global", key, f"AUTHORIZATION: basic {pair}")
    helper(home, "username=octavia", "password=other")
    first, _ = emptied().pockets
    assert (first.secret, first.held.helper) == (Secret(TOKEN), None)
    assert first.held.removal.startswith("git config --global --unset-all http.https://git")
    home.git("config", "--global", "--add", key, "")
    assert len(emptied().pockets) == 1
    home.git("config", "--global", "--add", key, "Authorization: basic !")
    assert len(emptied().pockets) == 1


def test_what_has_ended_comes_last_from_the_git_on_that_knows(home, monkeypatch):
    helper(home, "username=octavia", "password=old", "password_expiry_utc=999")
    helper(home, "username=octavia", "password=new", "password_expiry_utc=1001")
    for version, order in (((2, 39, 5), ["old", "new"]), ((2, 40), ["new", "old"])):
        monkeypatch.setattr(Git, "version", lambda _, answer=version: answer)
        assert [one.secret.text for one in emptied().pockets] == order


def test_helpers_that_give_nothing_are_told_with_why_and_without_secrets(home):
    helper(home, "username=", "password=")
    home.git("config", "--global", "--add", "credential.helper", "!exit 0 #")
    home.git("config", "--global", "--add", "credential.helper", f"!echo {TOKEN} >&2; exit 3 #")
    empty, nothing, failing = emptied().silent
    assert (empty.empty, nothing.empty) == (True, False)
    assert (nothing.failed, failing.failed) == ("", "***")
    assert TOKEN not in repr(failing)


def test_a_helper_that_would_open_a_browser_is_not_asked(home):
    home.git("config", "--global", "credential.helper", "oauth")
    found = emptied()
    assert (found.pockets, found.silent) == ((), ())
