"""Real git with `git-credential-watchword` in between: tokens are renewed before git sees them."""

import shlex
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.git_client import GitClient
from tests.real_clients import newer
from tests.sign_ins import inside
from watchword.access.scopes import Scope
from watchword.oauth import issue

COMPANION = "3b5f8a1c0d7e4f2961ab"
WORDS = [sys.executable, "-P", "-m", "watchword_client.credential_helper", "--store=file"]


@pytest.fixture(scope="module")
def sign_in(server):
    """Sign an account in through the companion; gives its first tokens."""

    def made(login):
        def unit(work):
            application = work.applications.by_client_id(COMPANION)
            user = work.users.by_login(login)
            family = work.sign_ins.add_family(application.id, user.id, (Scope("repo"),), work.now)
            return issue.pair(work, application, family, "", refreshed=False)[0]

        with inside(server.data) as opened:
            return opened.write(unit)

    return made


def end(server, login):
    """End all that the account is signed in to."""

    def unit(work):
        for family in work.sign_ins.families_of(work.users.by_login(login).id):
            issue.end(work, family, "test")

    with inside(server.data) as opened:
        opened.write(unit)


@pytest.mark.parametrize("release", ["older", "newer"])
def test_a_clone_renews_what_has_ended_and_what_was_refused(server, sign_in, tmp_path, release):
    server.add_user(release)
    address = server.repository(f"{release}/aqueduct")
    program = newer("git") if release == "newer" else "git"
    git = GitClient(server, tmp_path / "home", program=program)
    place = urlsplit(address)
    git.run(
        "config", "--global", f"credential.https://{place.netloc}.helper", f"!{shlex.join(WORDS)}"
    )
    issued = sign_in(release)

    def helper(action, **more):
        asked = {"protocol": "https", "host": place.netloc, **more}
        lines = "".join(f"{key}={value}\n" for key, value in asked.items())
        said = subprocess.run(
            [*WORDS, action],
            input=lines,
            env=server.git_environment(git.home),
            capture_output=True,
            text=True,
            check=True,
        )
        return dict(line.split("=", 1) for line in said.stdout.splitlines())

    # As the companion's sign-in stores it; its eight hours are over.
    first = {"password": issued.access_token.text, "oauth_refresh_token": issued.refresh_token.text}
    ours = {"username": release, "watchword_client_id": COMPANION}
    helper("store", password_expiry_utc="1", **first, **ours)
    git.run("clone", "-q", address, "aqueduct")
    second = helper("get")
    assert second["username"] == release
    assert second["password"].startswith("gho_")
    # Git 2.39 tells neither back when it stores what it used.
    assert int(second["password_expiry_utc"]) > 1
    assert second["oauth_refresh_token"].startswith("ghr_")
    assert not {*second.values()} & {*first.values()}

    # A token that the server refuses costs one command; then it is renewed.
    wrong = issued.access_token.text[:-1] + "_"
    helper("erase")
    helper("store", **{**second, **ours, "password": wrong})
    at = git.home / "aqueduct"
    git.commit(at, "README", "water\n")
    refused = git.run("push", "-q", "origin", "HEAD", at=at, check=False)
    assert "Authentication failed" in refused.stderr
    git.run("push", "-q", "origin", "HEAD", at=at)
    assert helper("get")["oauth_refresh_token"] != second["oauth_refresh_token"]

    # A sign-in that was ended is not asked for again, and says what to do.
    end(server, release)
    assert git.run("ls-remote", address, check=False).returncode
    over = git.run("ls-remote", address, check=False)
    assert f"run `watchword login {place.netloc}`" in over.stderr
    assert helper("get") == {}
    assert "gho_" not in over.stderr
