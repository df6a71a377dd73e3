"""GitHub's command line client keeps signed in, or is told why it is not; what `gh api` shows."""

import contextlib
import json
import re

import pytest

from tests.gh import Gh
from tests.named_server import HOST
from tests.plain_browser import PersonAtForms
from tests.real_clients import newer

REFRESH = "POST /login/oauth/access_token"
NO_SUCH_TOKEN = "ghp_" + "0" * 36


@pytest.fixture
def signs_up(server, proxy):
    """As others', but at forms alone: how browsers let gh in, other tests show."""
    with contextlib.ExitStack() as open_ones:

        def sign_up(login):
            password = server.add_user(login)
            return open_ones.enter_context(
                contextlib.closing(PersonAtForms(proxy, login, password))
            )

        yield sign_up


@pytest.fixture
def gh(at_machine, recorder):
    """gh on a new machine; what it asks the server is kept in `recorder.seen`."""
    return Gh(at_machine(recorder))


def account(gh, status="success"):
    """What gh says of its one account."""
    (found,) = json.loads(gh.says("auth", "status", "--json", "hosts"))["hosts"][HOST]
    assert found["state"] == status
    return found


def scopes(gh):
    return set(account(gh)["scopes"].split(", "))


def grow_old(gh):
    """Let the access token be near its end, as far as gh knows."""
    kept = gh.hosts.read_text()
    times = re.findall(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)", kept)
    # The first of the two is when the access token ends.
    gh.hosts.write_text(kept.replace(min(times), "2020-01-01T00:00:00Z"))


def test_scopes_are_taken_away_and_set_back(gh, signs_up):
    person = signs_up("narrowing")
    gh.signs_in(person, "-s", "admin:public_key,workflow")
    assert scopes(gh) == {"repo", "read:org", "gist", "admin:public_key", "workflow"}
    gh.by_code(person, "refresh", "-r", "workflow")
    assert scopes(gh) == {"repo", "read:org", "gist", "admin:public_key"}
    gh.by_code(person, "refresh", "--reset-scopes")
    assert scopes(gh) == {"repo", "read:org", "gist"}


def test_an_expiring_sign_in_says_until_when_and_is_made_anew(gh, signs_up):
    person = signs_up("expiring")
    gh.signs_in(person, "--expiring")
    said = gh.run("auth", "status").stdout
    assert "Token expires:" in said
    assert "Refresh token expires:" in said
    found = account(gh)
    assert found["refreshable"]
    assert found["tokenExpiresAt"]
    before = gh.token
    gh.by_code(person, "refresh", "-s", "workflow")
    assert gh.token != before
    assert "workflow" in scopes(gh)


def test_a_refresh_token_that_was_ended_is_told(gh, recorder, signs_up):
    person = signs_up("ended")
    gh.signs_in(person, "--expiring")
    person.revoke("GitHub CLI")
    grow_old(gh)
    recorder.seen.clear()
    gh.run("api", "user", status=1)
    assert REFRESH in [str(one) for one in recorder.seen]
    said = gh.run("auth", "status", status=1).stderr
    assert "Failed to log in to git.example.test account ended" in said
    assert "Logged in" not in said


def test_newer_git_gets_a_credential_that_it_does_not_keep(gh, signs_up, server):
    git = newer("git")
    gh.signs_in(signs_up("newer"), "--expiring")
    gh.run("auth", "setup-git")
    address = server.repository("newer/aqueduct")
    asked = f"capability[]=authtype\nprotocol=https\nhost={HOST}\n\n"
    told = gh.run("auth", "git-credential", "get", given=asked).stdout
    assert "authtype=Basic" in told
    assert "ephemeral=1" in told
    gh.machine.run(git, "clone", "-q", address, "aqueduct")
    checkout = gh.machine.home / "aqueduct"
    gh.machine.run(git, "commit", "-q", "--allow-empty", "-m", "Begin", at=checkout)
    gh.machine.run(git, "push", "-q", "origin", "HEAD:main", at=checkout)
    pushed = gh.machine.run(git, "ls-remote", address, "refs/heads/main").stdout.split()[0]
    assert pushed == gh.machine.run(git, "rev-parse", "HEAD", at=checkout).stdout.strip()


def test_a_token_in_the_environment_is_used_and_named(gh, recorder, server):
    server.add_user("robot")
    there = {"GH_HOST": HOST, "GH_ENTERPRISE_TOKEN": server.token("robot", "repo,read:org")}
    assert gh.says("api", "user", "--jq", ".login", **there) == "robot"
    recorder.seen.clear()
    said = gh.run("auth", "status", **there).stdout
    assert "Logged in to git.example.test account robot (GH_ENTERPRISE_TOKEN)" in said
    assert [str(one) for one in recorder.seen] == ["POST /api/graphql", "GET /api/v3/"]
    address = server.repository("robot/things")
    gh.run("repo", "clone", "robot/things", "there", **there)
    assert (gh.machine.home / "there/.git").is_dir()
    assert address.endswith("/robot/things.git")
    dead = {**there, "GH_ENTERPRISE_TOKEN": NO_SUCH_TOKEN}
    said = gh.run("auth", "status", status=1, **dead).stderr
    assert "The token in GH_ENTERPRISE_TOKEN is invalid." in said


def test_who_is_signed_out_is_told_so_and_asks_for_nothing_in_vain(gh, recorder, server):
    server.add_user("publisher")
    server.repository("publisher/open", "public")
    there = {"GH_HOST": HOST}
    # It asks nevertheless, with an empty header, and believes a 200.
    said = gh.run("auth", "status", status=1, **there).stderr
    assert "Failed to log in to git.example.test" in said
    assert "Logged in" not in said
    refused = gh.run("api", "user", status=None, **there)
    assert refused.returncode in {1, 4}
    assert "HTTP 401" in refused.stderr or "gh auth login" in refused.stderr
    # What everybody may read is there without.
    told = gh.run("api", "repos/publisher/open", "--jq", ".full_name", status=None, **there)
    assert told.stdout.strip() in {"publisher/open", ""}
    assert 500 not in {one.status for one in recorder.seen}


def test_pages_of_the_api_are_followed_and_joined(gh, server):
    server.add_user("pager")
    gh.takes(server.token("pager", "repo,read:org"))
    for name in ("one", "two", "three"):
        server.repository(f"pager/{name}")
    path = "user/repos?per_page=2"
    joined = json.loads(gh.says("api", path, "--paginate"))
    assert {one["name"] for one in joined} == {"one", "two", "three"}
    pages = json.loads(gh.says("api", path, "--paginate", "--slurp"))
    assert [len(page) for page in pages] == [2, 1]


def test_headers_are_shown(gh, server):
    server.add_user("looking")
    gh.takes(server.token("looking", "repo,read:org"))
    said = gh.says("api", "user", "-i")
    head, _, body = said.partition("\n\n") if "\n\n" in said else said.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 200 OK")
    assert "X-Oauth-Scopes: read:org, repo" in head
    assert "Github-Authentication-Token-Expiration:" in head
    assert json.loads(body)["login"] == "looking"
