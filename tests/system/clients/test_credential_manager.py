"""Git Credential Manager signs in through the browser, as Git's credential helper."""

import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.named_server import HOST
from tests.person_at_browser import LISTENING
from tests.real_clients import Machine, Running, credential_manager

NAME = "Git Credential Manager"
SITE = f"https://{HOST}"
BROWSER = {"DISPLAY": ":99", "GCM_GITHUB_AUTHMODES": "browser"}
"""A desktop session, as far as it looks for one: no window is ever opened."""
DESKTOP = {"DISPLAY": ":99", "GIT_TERMINAL_PROMPT": "1"}
"""The same, and nothing said of how to sign in."""
DEVICE = {"GCM_GITHUB_AUTHMODES": "device", "GIT_TERMINAL_PROMPT": "1"}
LISTENS = "0A"
"""The state of a listening socket, as proc(5) tells it."""
SETTLED = 0.5
"""Seconds after which a listener that dies of its start has died."""
WHO = f"protocol=https\nhost={HOST}\n\n"


@pytest.fixture
def manager_at(at_machine, tmp_path):
    """Make a machine on which it is Git's one credential helper, and keeps secrets in files."""
    # Secrets are left out of the trace.
    trace = tmp_path / "trace"

    def make(*way):
        made = at_machine(
            *way,
            # It is built for ICU, and does as well without.
            DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1",
            # It gives a host two seconds to say what it is, which a busy machine may need alone.
            GCM_AUTODETECT_TIMEOUT="30000",
            GCM_GUI_PROMPT="0",
            GCM_TRACE=str(trace),
        )
        made.run("git", "config", "--global", "credential.helper", credential_manager())
        made.run("git", "config", "--global", "credential.credentialStore", "plaintext")
        return made

    yield make
    # Shown where a test failed: its own messages say little.
    print(trace.read_text() if trace.exists() else "")


@pytest.fixture
def machine(manager_at):
    """Such a machine; what it asks is not kept."""
    return manager_at()


def manager(machine: Machine, *words: str, **more):
    return machine.run(credential_manager(), *words, **more)


def kept(machine: Machine) -> dict[str, str]:
    """What it keeps, by account."""
    folder = machine.home / ".gcm/store/git/https" / HOST
    files = folder.glob("*.credential") if folder.exists() else ()
    return {file.stem: file.read_text().splitlines()[0] for file in files}


def listens(port: int) -> bool:
    """Whether somebody on this machine listens there, which is seen without a visit."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    return any(one[1].endswith(f":{port:04X}") and one[3] == LISTENS for one in lines)


def start_until_it_listens(machine: Machine, *words: str, **more: str) -> tuple[Running, str]:
    """Start a command that signs in through the browser; gives it and the address to open.

    Its listener dies of whoever connects while it starts (dotnet/corefx 35191), and some machines
    look at each new port as soon as it opens: then it is started again.
    """
    for _ in range(3):
        machine.proxy.seen.clear()
        running = machine.start(*words, **more)
        asked = machine.asked_to_open()
        redirect = parse_qs(urlsplit(asked).query)["redirect_uri"][0]
        time.sleep(SETTLED)
        if listens(urlsplit(redirect).port):
            break
        running.end()
    return running, asked


def commit_and_push(machine: Machine, checkout: str, **more) -> None:
    at = machine.home / checkout
    machine.run("git", "commit", "-q", "--allow-empty", "-m", "Begin", at=at)
    machine.run("git", "push", "-q", "origin", "HEAD:main", at=at, **more)


def test_a_clone_signs_in_through_the_browser(machine, signs_up, server):
    person = signs_up("cloning")
    address = server.repository("cloning/aqueduct")
    running, asked = start_until_it_listens(machine, "git", "clone", address, "aqueduct", **BROWSER)
    person.authorize(asked, NAME)
    running.ends()
    assert urlsplit(person.page.url).hostname == "localhost"
    provider = f"credential.{SITE}.provider"
    assert machine.run("git", "config", "--global", provider).stdout == "github\n"
    assert kept(machine)["cloning"].startswith("gho_")
    commit_and_push(machine, "aqueduct", GCM_INTERACTIVE="0")


def test_after_a_revoked_sign_in_the_next_command_signs_in_again(machine, signs_up, server):
    person = signs_up("revoking")
    address = server.repository("revoking/aqueduct")
    ask = ("git", "ls-remote", address)
    running, asked = start_until_it_listens(machine, *ask, **BROWSER)
    person.authorize(asked, NAME)
    running.ends()
    before = kept(machine)
    person.revoke(NAME)
    assert "Authentication failed" in machine.run(*ask, status=128, **BROWSER).stderr
    assert kept(machine) == {}
    running, asked = start_until_it_listens(machine, *ask, **BROWSER)
    person.authorize(asked, NAME)
    running.ends()
    after = kept(machine)
    assert after.keys() == before.keys() == {"revoking"}
    assert after != before


def test_it_signs_in_by_code_at_a_terminal(machine, signs_up):
    person = signs_up("coding")
    running = machine.start_at_a_terminal(
        credential_manager(), "github", "login", "--url", SITE, **DEVICE
    )
    code = running.says(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b")[1]
    assert f"{SITE}/login/device" in running.output()
    person.connect(code, NAME)
    running.ends()
    assert kept(machine)["coding"].startswith("gho_")
    answer = manager(machine, "get", given=WHO, GCM_INTERACTIVE="0").stdout
    assert f"username=coding\npassword={kept(machine)['coding']}\n" in answer


def test_who_did_not_start_it_turns_it_away(machine, signs_up):
    running = machine.start_at_a_terminal(
        credential_manager(), "github", "login", "--url", SITE, **DEVICE
    )
    code = running.says(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b")[1]
    signs_up("wary").turn_away(code)
    assert "access_denied" in running.ends(255)
    assert kept(machine) == {}


def test_who_cancels_is_sent_back_to_where_it_listens(machine, signs_up):
    person = signs_up("hesitating")
    words = (credential_manager(), "github", "login", "--url", SITE, "--browser")
    running, asked = start_until_it_listens(machine, *words, **BROWSER)
    person.cancel(asked)
    person.page.wait_for_url(LISTENING)
    assert "error=access_denied" in person.page.url
    running.ends(255)
    assert kept(machine) == {}


def test_it_takes_a_token_of_ones_own(machine, server):
    server.add_user("tokens")
    token = server.token("tokens", "repo")
    login = ("github", "login", "--url", SITE, "--pat")
    manager(machine, *login, token)
    assert kept(machine) == {"tokens": token}
    assert manager(machine, "github", "list", "--url", SITE).stdout == "tokens\n"
    address = server.repository("tokens/aqueduct")
    machine.run("git", "clone", "-q", address, "aqueduct", GCM_INTERACTIVE="0")
    commit_and_push(machine, "aqueduct", GCM_INTERACTIVE="0")
    manager(machine, "github", "logout", "tokens", "--url", SITE)
    assert kept(machine) == {}
    refused = manager(machine, *login, "ghp_" + "0" * 36, status=255)
    assert "401" in refused.stderr
    assert kept(machine) == {}


def test_it_fills_in_the_account_that_the_address_names(machine, signs_up, server):
    person = signs_up("named")
    address = server.repository("named/aqueduct").replace("://", "://named@")
    running, asked = start_until_it_listens(machine, "git", "ls-remote", address, **BROWSER)
    assert "login=named" in asked
    person.page.goto(asked)
    expect(person.page.get_by_label("Username")).to_have_value("named")
    person.authorize(asked, NAME)
    running.ends()
    assert set(kept(machine)) == {"named"}


def test_on_a_desktop_without_a_terminal_it_takes_the_browser(
    manager_at, recorder, signs_up, server
):
    person = signs_up("desktop")
    address = server.repository("desktop/aqueduct")
    machine = manager_at(recorder)
    running, asked = start_until_it_listens(machine, "git", "clone", address, "aqueduct", **DESKTOP)
    person.authorize(asked, NAME)
    running.ends()
    assert kept(machine)["desktop"].startswith("gho_")
    repository = "/desktop/aqueduct.git"
    assert [(str(one), one.status) for one in recorder.seen] == [
        (f"GET {repository}/info/refs", 401),
        ("HEAD /", 200),
        ("GET /api/v3/meta", 200),
        ("POST /login/oauth/access_token", 200),
        ("GET /api/v3/user", 200),
        (f"GET {repository}/info/refs", 200),
        (f"POST {repository}/git-upload-pack", 200),
    ]


def test_its_menu_offers_no_password(manager_at, recorder, server):
    server.add_user("choosing")
    token = server.token("choosing", "repo")
    machine = manager_at(recorder)
    words = (credential_manager(), "github", "login", "--url", SITE)
    running = machine.start_at_a_terminal(*words, **DESKTOP)
    running.says(r"(?i)personal access token")
    running.says(r"(?i)option")
    said = running.output()
    assert [
        line for line in ("Web browser", "Device code", "Personal access token") if line in said
    ]
    assert "assword" not in said
    running.type("3")
    running.says("Token")
    running.type_hidden(token)
    running.ends()
    assert kept(machine) == {"choosing": token}
    assert [str(one) for one in recorder.seen] == ["GET /api/v3/meta", "GET /api/v3/user"]


def test_where_it_insists_on_a_password_it_takes_a_token_for_one(manager_at, recorder, server):
    server.add_user("pasting")
    token = server.token("pasting", "repo")
    machine = manager_at(recorder)
    words = (credential_manager(), "github", "login", "--url", SITE)
    running = machine.start_at_a_terminal(*words, **DESKTOP, GCM_GITHUB_AUTHMODES="basic")
    running.says("Username")
    running.type("pasting")
    running.says("Password")
    running.type_hidden(token)
    running.ends()
    assert kept(machine) == {"pasting": token}
    assert [(str(one), one.status) for one in recorder.seen] == [
        ("POST /api/v3/authorizations", 403),
        ("GET /api/v3/user", 200),
    ]
