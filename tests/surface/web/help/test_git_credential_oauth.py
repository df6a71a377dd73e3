"""Help pages: what they print must work as it stands."""

import shlex
import subprocess

import pytest

from watchword.oauth.model import GIT_CREDENTIAL_OAUTH

PAGE = "/help/git-credential-oauth"
SITE = "https://git.example.test"


def test_anybody_may_look(browser, octavia):
    assert browser.get(PAGE).status == 200
    browser.sign_in(octavia)
    page = browser.get(PAGE)
    assert page.links["Settings, Applications"] == "/settings/applications"


@pytest.fixture
def config(tmp_path):
    """Run lines of git config as a person would paste them; gives how to ask for what is set."""
    home = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1"}

    def run(lines):
        for line in lines.splitlines():
            subprocess.run(shlex.split(line), env=home, check=True, timeout=60)

    def ask(key, url=f"{SITE}/octavia/aqueduct.git"):
        command = ["git", "config", "--get-urlmatch", f"credential.{key}", url]
        got = subprocess.run(
            command, check=False, env=home, capture_output=True, text=True, timeout=60
        )
        return got.stdout.removesuffix("\n")

    run.ask = ask
    return run


def test_the_four_lines_tell_the_helper_of_this_server_and_of_no_other(browser, config):
    page = browser.get(PAGE)
    config(page.ids["lines"])
    assert {key: config.ask(key) for key in KEYS} == KEYS
    assert {config.ask(key, "https://elsewhere.example/a.git") for key in KEYS} == {""}


def test_scopes_can_be_added_and_everything_taken_back(browser, config):
    page = browser.get(PAGE)
    config(page.ids["lines"])
    config(page.ids["scopes"])
    assert config.ask("oauthScopes") == "repo workflow"
    config(page.ids["forget"])
    assert {config.ask(key) for key in (*KEYS, "oauthScopes")} == {""}


def test_the_helper_is_made_to_show_a_code_in_its_own_place(browser, config):
    config("git config --global --add credential.helper cache")
    config("git config --global --add credential.helper oauth")
    config(browser.get(PAGE).ids["device"])
    config("git config --global --unset-all credential.helper '^cache$'")
    assert config.ask("helper") == "oauth -device"


KEYS = {
    "oauthClientId": GIT_CREDENTIAL_OAUTH,
    "oauthAuthURL": "/login/oauth/authorize",
    "oauthTokenURL": "/login/oauth/access_token",
    "oauthDeviceAuthURL": "/login/device/code",
}
