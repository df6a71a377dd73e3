"""What the verbs say, and by which status they end."""

import json
import subprocess
import sys

import click
import pytest
from click.shell_completion import get_completion_class
from click.testing import CliRunner

from tests.unit.client.person import HOST, Person
from watchword.operator_cli.main import main
from watchword_client.companion import Companion
from watchword_client.keep import keeping
from watchword_client.speaking import MEANINGS, Exit

OWN = "ghp_" + "0" * 36


@pytest.fixture
def person(tmp_path, monkeypatch):
    found = Person(tmp_path)
    monkeypatch.setattr(keeping, "ours", lambda _: None)
    monkeypatch.setattr(Companion, "of_machine", lambda: found.companion)
    found.server.tokens[OWN] = ("octavia", "repo, gist", "")
    return found


def run(*words, given=None):
    return CliRunner().invoke(main, words, input=given)


def signed_in(person):
    person.names("store")
    person.keeps("store", "octavia", OWN)


def test_status_says_who_and_where(person):
    signed_in(person)
    got = run("status", str(HOST))
    assert got.exit_code == 0
    assert got.output.splitlines()[:5] == [
        "git.example.test",
        "  Signed in as octavia",
        "  Token ghp_…00000000, scopes: repo, gist",
        "  Does not expire",
        "  store: holds ghp_…00000000 for octavia",
    ]
    assert OWN not in got.output


def test_status_for_scripts(person):
    signed_in(person)
    (found,) = json.loads(run("status", str(HOST), "--json").output)
    assert found["helpers"] == [
        {
            "helper": "store",
            "kind": "file",
            "in_effect": True,
            "scope": "global",
            "origin": f"file:{person.home}/.gitconfig",
            "account": "octavia",
            "token": "ghp_…00000000",
            "timed_out": False,
            "failed": None,
        }
    ]
    assert (found["signed_in"], found["login"], found["scopes"]) == (
        True,
        "octavia",
        ["repo", "gist"],
    )


def test_status_ends_with_another_status_where_nobody_is_signed_in(person):
    assert run("status").exit_code == Exit.NO
    assert run("status", str(HOST)).exit_code == Exit.NO
    signed_in(person)
    person.server.reachable = False
    assert run("status", str(HOST)).exit_code == Exit.UNREACHABLE


def test_what_is_kept_and_is_no_token_is_not_shown(person):
    person.names("store")
    person.keeps("store", "octavia", "correct horse battery")
    got = run("status", str(HOST))
    assert "battery" not in got.output
    assert "something that is no token" in got.output


def test_login_for_scripts_prints_one_document(person, monkeypatch):
    monkeypatch.setattr("watchword_client.token_format.judge", lambda _: "whole")
    words = ("login", str(HOST), "--with-token", "--keep", "file", "--json")
    got = run(*words, given=f"{OWN}\n")
    found = json.loads(got.stdout)
    assert (found["login"], found["kept"], found["helper"]) == ("octavia", "file", "store")
    assert OWN not in got.output


@pytest.mark.parametrize(
    "words",
    [
        ("login", str(HOST), "--keep", "cloud"),
        ("login", str(HOST), "--scopes", "a b/c"),
        ("login", str(HOST), "--with-token", "--scopes", "repo"),
        ("login", "http://h.test"),
        ("login", str(HOST), "--ca", "/nowhere"),
        ("login", str(HOST), OWN),
        ("status", "a b"),
    ],
)
def test_a_command_line_that_cannot_be_understood_changes_nothing(person, words):
    assert run(*words).exit_code == Exit.USAGE
    assert person.configuration() == []


def test_a_token_on_the_command_line_is_leaked_and_not_repeated(person):
    got = run("login", OWN)
    assert got.exit_code == Exit.USAGE
    assert "Revoke it" in got.output
    assert OWN not in got.output


def test_logout_says_what_it_did(person):
    assert run("logout", str(HOST)).output == f"Nothing is kept for {HOST}.\n"
    signed_in(person)
    assert run("logout", str(HOST)).output == "Erased from git's plain file.\n"
    signed_in(person)
    assert json.loads(run("logout", str(HOST), "--json").output)["erased"] == ["git's plain file"]


def test_logout_names_who_forgets_nothing(person):
    person.names("!f() { cat >/dev/null; echo username=o; echo password=p; }; f")
    got = run("logout", str(HOST))
    assert got.exit_code == Exit.NO
    assert "Still there" in got.output


def test_every_status_has_a_meaning():
    assert set(MEANINGS) == set(Exit)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(shell, monkeypatch):
    monkeypatch.setattr("click.shell_completion.BashComplete._check_version", lambda *_: None)
    assert "_WATCHWORD_COMPLETE" in run("completion", shell).output


def complete(*words):
    made = get_completion_class("bash")(main, {}, "watchword", "_WATCHWORD_COMPLETE")
    return [one.value for one in made.get_completions(list(words[:-1]), words[-1])]


def test_verbs_and_options_are_completed():
    assert complete("log") == ["login", "logout"]
    assert {"--web", "--device", "--with-token"} <= set(complete("login", "--"))
    assert complete("admin", "us") == ["user"]
    assert complete("completion", "z") == ["zsh"]


def test_a_verb_is_completed_without_importing_any(monkeypatch):
    program = (
        "import sys\n"
        "from click.shell_completion import get_completion_class\n"
        "from watchword.operator_cli.main import main\n"
        "made = get_completion_class('bash')(main, {}, 'watchword', 'X')\n"
        "assert made.get_completions([], 'lo')\n"
        "found = [one for one in sys.modules if one.startswith('watchword_client')]\n"
        "assert not found, found\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, timeout=60)


def test_what_the_companion_says_of_itself_needs_neither_httpx_nor_the_server():
    program = (
        "import sys\n"
        "from watchword.operator_cli.main import main\n"
        "for verb in ('login', 'logout', 'status'):\n"
        "    main.get_command(None, verb)\n"
        "loaded = {'httpx', 'rich', 'keyring', 'sqlalchemy', 'watchword.app'} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, timeout=60)


def test_the_lines_of_a_message_go_to_the_error_stream(person):
    person.server.reachable = False
    got = run("login", str(HOST), "--keep", "file", "--device")
    assert got.exit_code == Exit.UNREACHABLE
    assert got.stdout == ""
    assert got.stderr.startswith("watchword: git.example.test cannot be reached.")
    assert isinstance(main, click.Group)
