"""What helpers hold is forgotten or replaced, in whichever of them it is."""

import io
import json
import sys

import pytest
from click.testing import CliRunner

from tests.unit.client.person import HOST, Person
from watchword_client.commands import credential as verbs
from watchword_client.companion import Companion
from watchword_client.keep.holdings import named
from watchword_client.sign_in import replacing
from watchword_client.speaking import Exit, Trouble
from watchword_client.token_format import checksum

OLD = "correct horse"
BODY = "A" * 30
TOKEN = f"ghp_{BODY}{checksum(BODY)}"
STUBBORN = """#!/bin/sh
[ "$1" != get ] || printf 'username=octavia\\npassword=%s\\n' "correct horse"
"""
SLOW = "#!/bin/sh\nsleep 30\n"


@pytest.fixture
def person(tmp_path, monkeypatch):
    one = Person(tmp_path)
    monkeypatch.setattr(Companion, "of_machine", classmethod(lambda cls: one.companion))
    one.server.tokens[TOKEN] = ("octavia", "repo", "2030-01-01 00:00:00 UTC")
    return one


def run(*words, given=""):
    return CliRunner().invoke(verbs.credential, [*words, HOST.name], input=given)


def test_every_helper_forgets_and_says_what_it_held(person):
    for name in ("first", "second", "third"):
        person.helper(name)
    person.names("first", "second", "third")
    person.keeps("first", "octavia", OLD)
    person.keeps("third", "", TOKEN)
    done = run("forget")
    assert done.output.splitlines() == [
        "first: held something that is no token, such as a password for octavia; erased",
        "second: held nothing (exit status 1)",
        f"third: held a token (ghp_…{TOKEN[-8:]}); erased",
    ]
    assert done.exit_code == 0
    assert [person.kept(name) for name in ("first", "third")] == [None, None]


def test_a_helper_that_does_not_forget_is_named(person):
    person.helper("stubborn", STUBBORN)
    person.names("stubborn")
    done = run("forget")
    assert done.exit_code == Exit.NO
    assert "holds it still" in done.output
    assert OLD not in done.output


def test_scripts_are_told_the_same(person):
    person.helper("first")
    person.names("first")
    person.keeps("first", "octavia", TOKEN)
    (told,) = json.loads(run("forget", "--json").output)["helpers"]
    assert told == {
        "helper": "first",
        "title": "first",
        "held": "a token",
        "account": "octavia",
        "token": f"ghp_…{TOKEN[-8:]}",
        "erased": True,
        "failed": None,
        "timed_out": False,
    }


def test_where_git_asks_nobody_that_is_said(person):
    assert run("forget").output == f"Git asks no helper for {HOST}.\n"


def test_a_helper_that_does_not_answer_holds_nobody_up(person):
    person.helper("slow", SLOW)
    person.names("slow")
    done = run("forget")
    assert done.exit_code == Exit.NO
    assert "no answer within 2 seconds" in done.output


def test_a_password_that_is_still_cached_is_replaced_wherever_it_is(person):
    for name in ("first", "second"):
        person.helper(name)
    person.names("first", "second")
    person.keeps("second", "octavia", OLD)
    done = run("replace", given=f"{TOKEN}\n")
    assert done.output == "Erased from second.\nKept for octavia by first, second.\n"
    assert [person.kept(name) for name in ("first", "second")] == [TOKEN, TOKEN]


def test_an_account_that_was_not_named_stays(person):
    person.names("store")
    person.keeps("store", "julia", "ghp_other")
    person.keeps("store", "octavia", OLD)
    done = run("replace", "--username", "octavia", "--json", given=TOKEN)
    assert json.loads(done.output) == {
        "host": HOST.name,
        "login": "octavia",
        "erased": ["git's plain file"],
        "kept_by": ["git's plain file"],
    }
    kept = (person.home / ".git-credentials").read_text()
    assert "julia:ghp_other" in kept
    assert OLD.replace(" ", "%20") not in kept


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(TOKEN[:-1] + "x", id="mistyped"),
        pytest.param("correct horse", id="a password"),
        pytest.param("ghr" + TOKEN[3:], id="a refresh token"),
        pytest.param("gho_" + "B" * 30 + checksum("B" * 30), id="unknown to the server"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_good_token_erases_nothing(person, typed):
    person.names("store")
    person.keeps("store", "octavia", OLD)
    done = run("replace", given=typed)
    assert done.exit_code == Exit.REFUSED
    assert person.kept("store") == OLD
    assert not typed or typed not in done.output


def test_a_server_that_is_away_erases_nothing(person):
    person.names("store")
    person.keeps("store", "octavia", OLD)
    person.server.reachable = False
    assert run("replace", given=TOKEN).exit_code == Exit.UNREACHABLE
    assert person.kept("store") == OLD


def test_without_a_helper_no_token_is_asked_for(person, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(Trouble, match="asks no helper"):
        replacing.replace(person.companion, HOST, named(person.git, HOST), None)


def test_a_helper_that_keeps_nothing_is_no_success(person):
    person.helper("deaf", "#!/bin/sh\ncat >/dev/null\n")
    person.names("deaf")
    assert run("replace", given=TOKEN).exit_code == Exit.NOT_KEPT
