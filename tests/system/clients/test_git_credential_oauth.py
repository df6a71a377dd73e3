"""git-credential-oauth, set up with its four lines, beside Git's cache of credentials."""

import re
import time

import pytest

from tests.named_server import HOST
from tests.real_clients import Machine, newer
from watchword.oauth.model import GIT_CREDENTIAL_OAUTH

NAME = "git-credential-oauth"
SITE = f"https://{HOST}"
# What the help page tells people to set.
LINES = {
    "oauthClientId": GIT_CREDENTIAL_OAUTH,
    "oauthAuthURL": "/login/oauth/authorize",
    "oauthTokenURL": "/login/oauth/access_token",
    "oauthDeviceAuthURL": "/login/device/code",
}
EIGHT_HOURS = 28_800


@pytest.fixture
def set_up(at_machine):
    """Make a machine that has it behind the cache: `set_up(git="git")`; its cache ends with it."""
    made: list[tuple[Machine, str]] = []

    def make(git: str, *flags: str) -> Machine:
        machine = at_machine()
        helper = " ".join((newer("git-credential-oauth"), *flags))
        config = (git, "config", "--global")
        machine.run(*config, "--add", "credential.helper", f"cache --timeout {EIGHT_HOURS}")
        machine.run(*config, "--add", "credential.helper", helper)
        for name, value in LINES.items():
            machine.run(*config, f"credential.{SITE}.{name}", value)
        made.append((machine, git))
        return machine

    yield make
    for machine, git in made:
        machine.run(git, "credential-cache", "exit", status=None)


def credential(machine: Machine, git: str, verb: str, **values: object) -> dict[str, str]:
    """Run `git credential VERB`; gives what it answers."""
    asked = {"protocol": "https", "host": HOST, **values}
    given = "".join(f"{name}={value}\n" for name, value in asked.items())
    said = machine.run(git, "credential", verb, given=f"{given}\n").stdout
    return dict(line.split("=", 1) for line in said.splitlines())


def test_a_clone_signs_in_through_the_browser(set_up, signs_up, server):
    machine, person = set_up("git"), signs_up("cloning")
    address = server.repository("cloning/aqueduct")
    running = machine.start("git", "clone", address, "aqueduct")
    person.authorize(machine.asked_to_open(), NAME)
    running.ends()
    # Without a slash at its end, as it was asked for.
    assert re.match(r"http://127\.0\.0\.1:\d+/?\?", person.page.url)
    at = machine.home / "aqueduct"
    machine.run("git", "commit", "-q", "--allow-empty", "-m", "Begin", at=at)
    machine.run("git", "push", "-q", "origin", "HEAD:main", at=at)


def test_it_signs_in_by_code(set_up, signs_up, server):
    machine, person = set_up("git", "-device"), signs_up("coding")
    address = server.repository("coding/aqueduct")
    running = machine.start("git", "clone", address, "aqueduct")
    code = running.says(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b")[1]
    assert f"{SITE}/login/device" in running.output()
    person.connect(code, NAME)
    running.ends()


def test_newer_git_refreshes_without_the_browser(set_up, signs_up, server):
    git = newer("git")
    machine, person = set_up(git), signs_up("refreshing")
    address = server.repository("refreshing/aqueduct")
    running = machine.start(git, "ls-remote", address)
    person.authorize(machine.asked_to_open(), NAME)
    running.ends()
    first = credential(machine, git, "fill")
    assert first["password"].startswith("gho_")
    assert first["oauth_refresh_token"].startswith("ghr_")
    left = int(first["password_expiry_utc"]) - time.time()
    assert 0 < left <= EIGHT_HOURS

    # As if the eight hours were over: the password is kept with a moment that has passed.
    kept = {name: first[name] for name in ("username", "oauth_refresh_token")}
    credential(machine, git, "reject", username=first["username"])
    entry = {"protocol": "https", "host": HOST, **kept}
    entry |= {"password": first["password"], "password_expiry_utc": "1"}
    given = "".join(f"{name}={value}\n" for name, value in entry.items())
    machine.run(git, "credential-cache", "store", given=given)

    machine.run(git, "ls-remote", address)
    second = credential(machine, git, "fill")
    assert second["password"].startswith("gho_")
    assert second["password"] != first["password"]
    assert second["oauth_refresh_token"] != first["oauth_refresh_token"]
    assert int(second["password_expiry_utc"]) > time.time()
    assert not machine.door.with_name("xdg-open.asked").exists()
