"""Git and its helpers, run for real in a home of their own."""

import stat
import time
from pathlib import Path

import pytest

from watchword_client.credential import Credential
from watchword_client.git import Git
from watchword_client.host import Host
from watchword_client.secret import Secret
from watchword_client.speaking import Trouble

ASKED = Credential.of(Host("git.example.test"))
FULL = ASKED.with_secret("octavia", Secret("gho_1"), None, None)


@pytest.fixture
def home(tmp_path):
    return tmp_path


@pytest.fixture
def git(home):
    variables = {"HOME": str(home), "PATH": f"{home}/bin:/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1"}
    return Git(variables, home)


def program(home, name, text):
    path = home / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_entries_are_read_with_where_they_stand(git, home):
    git.set_global("credential.https://git.example.test.helper", ["", "store"])
    found = git.entries(r"^credential\.")
    assert [(one.scope, one.value) for one in found] == [("global", ""), ("global", "store")]
    assert found[0].key == "credential.https://git.example.test.helper"
    assert found[0].origin == f"file:{home}/.gitconfig"
    assert git.entries("^nothing") == []


def test_values_are_replaced_and_taken_away(git):
    git.set_global("user.name", ["a", "b"])
    git.set_global("user.name", ["c"])
    assert [one.value for one in git.entries("^user")] == ["c"]
    git.set_global("user.name", [])
    assert git.entries("^user") == []


def test_a_configuration_that_cannot_be_written_is_said(git, home):
    (home / ".gitconfig.lock").touch()
    with pytest.raises(Trouble, match="could not lock"):
        git.set_global("user.name", ["a"])


def test_the_value_for_an_address_is_git_s_own_choice(git, home):
    git.set_global("http.sslCAInfo", ["/a.pem"])
    git.set_global("http.https://git.example.test.sslCAInfo", ["~/b.pem"])
    assert git.url_value("http.sslCAInfo", "https://other.test") == "/a.pem"
    assert git.url_value("http.sslCAInfo", "https://git.example.test", "path") == f"{home}/b.pem"
    assert git.url_value("http.proxy", "https://other.test") is None


def test_one_helper_is_asked_by_name_by_path_and_as_a_snippet(git, home):
    path = program(home, "git-credential-mine", 'cat >/dev/null; echo password="$1-$2"')
    for helper, said in [
        ("mine --a", "--a-get"),
        (f"{path} --a", "--a-get"),
        ("!f() { cat >/dev/null; echo password=$1; }; f", "get"),
    ]:
        assert git.ask(helper, "get", ASKED).credential.password == Secret(said)


def test_a_store_keeps_gives_and_forgets(git):
    assert git.ask("store", "get", ASKED).credential is None
    assert git.ask("store", "store", FULL).failed == ""
    assert git.ask("store", "get", ASKED).credential.username == "octavia"
    git.ask("store", "erase", ASKED)
    assert git.ask("store", "get", ASKED).credential is None


def test_a_helper_that_hangs_is_ended_with_its_children(git, home):
    program(home, "git-credential-hangs", f"sleep 60 & echo $! >{home}/child; wait")
    answer = git.ask("hangs", "get", ASKED, 0.5)
    assert answer.timed_out
    child = Path(f"/proc/{(home / 'child').read_text().strip()}/stat")
    until = time.monotonic() + 5
    while is_running(child):
        assert time.monotonic() < until
        time.sleep(0.01)


def is_running(process):
    try:
        return process.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_helper_has_no_terminal_to_ask_at(git, home):
    program(
        home,
        "git-credential-asks",
        "cat >/dev/null; echo password=$(tty </dev/tty 2>&1 || echo none)",
    )
    assert "none" in git.ask("asks", "get", ASKED).credential.password.text


def test_a_helper_that_is_not_there_or_says_nonsense_is_said(git, home):
    assert "credential-nobody" in git.ask("nobody", "store", FULL).failed
    program(home, "git-credential-odd", "cat >/dev/null; printf 'password=a\\rb\\n'")
    assert git.ask("odd", "get", ASKED).failed == "a line holds a control character"


def test_fill_asks_nobody_when_no_helper_knows(git):
    assert git.fill(ASKED).credential is None
    git.set_global("credential.helper", ["store"])
    git.approve(FULL)
    assert git.fill(ASKED).credential.password == Secret("gho_1")
    git.reject(FULL)
    assert git.fill(ASKED).credential is None
