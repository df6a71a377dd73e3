"""GitHub's command line client signs in through the browser, and git works through it."""

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.gh import Gh, code_of
from tests.named_server import HOST
from tests.oauth_rows import device_flow_off

NO_SUCH_TOKEN = "gho_" + "0" * 36
LOGIN = ("auth", "login", "--hostname", HOST, "--web")


@pytest.fixture
def gh(at_machine, recorder):
    """gh on a new machine; what it asks the server is kept in `recorder.seen`."""
    return Gh(at_machine(recorder))


def asked(recorder):
    """What was asked since the last look; several looks for the answer of a person count once."""
    found = [str(one) for one in recorder.seen]
    recorder.seen.clear()
    return [one for at, one in enumerate(found) if at == 0 or one != found[at - 1]]


def account(gh):
    """What gh says of its one account."""
    (found,) = json.loads(gh.says("auth", "status", "--json", "hosts"))["hosts"][HOST]
    return found


DEVICE = ["POST /login/device/code", "POST /login/oauth/access_token"]
WHO_AM_I = "POST /api/graphql"


def test_it_signs_in_by_code_and_git_clones_and_pushes_through_it(gh, recorder, signs_up, server):
    person = signs_up("octavia")
    address = server.repository("octavia/aqueduct")
    said = gh.signs_in(person)
    assert "Logged in as octavia" in said
    assert asked(recorder) == [*DEVICE, WHO_AM_I]
    assert gh.token.startswith("gho_")
    assert asked(recorder) == []
    found = account(gh)
    assert (found["state"], found["login"]) == ("success", "octavia")
    assert set(found["scopes"].split(", ")) == {"repo", "read:org", "gist"}
    assert asked(recorder) == ["GET /api/v3/"]
    assert gh.says("api", "user", "--jq", ".login") == "octavia"

    gh.run("auth", "setup-git")
    run = gh.machine.run
    run("git", "clone", "-q", address, "aqueduct")
    checkout = gh.machine.home / "aqueduct"
    run("git", "commit", "-q", "--allow-empty", "-m", "Begin", at=checkout)
    run("git", "push", "-q", "origin", "HEAD:main", at=checkout)
    pushed = run("git", "ls-remote", address, "refs/heads/main").stdout.split()[0]
    assert pushed == run("git", "rev-parse", "HEAD", at=checkout).stdout.strip()

    asked(recorder)
    gh.run("auth", "logout", "--hostname", HOST)
    assert asked(recorder) == []
    refused = run("git", "ls-remote", address, status=128)
    assert "could not read" in refused.stderr


def test_a_refresh_asks_for_more_scopes(gh, recorder, signs_up, server):
    person = signs_up("refreshing")
    before = server.token("refreshing", "repo,read:org")
    gh.takes(before)
    asked(recorder)
    gh.by_code(person, "refresh", "-s", "admin:public_key")
    assert asked(recorder) == ["GET /api/v3/", *DEVICE, WHO_AM_I]
    assert gh.token.startswith("gho_")
    assert gh.token != before
    assert "admin:public_key" in account(gh)["scopes"].split(", ")


def test_another_account_in_the_browser_is_no_refresh(gh, signs_up, server):
    server.add_user("alice")
    token = server.token("alice", "repo,read:org")
    gh.takes(token)
    mallory = signs_up("mallory")
    running = gh.start("auth", "refresh", "--hostname", HOST)
    mallory.connect(code_of(running), "GitHub CLI")
    said = running.ends(1)
    assert "refreshing credentials for alice, received credentials for mallory" in said
    assert gh.token == token


def test_a_scope_that_was_unticked_is_not_granted(gh, signs_up):
    person = signs_up("careful")
    running = gh.start(*LOGIN)
    person.connect(code_of(running), "GitHub CLI", without=("gist",))
    running.ends()
    assert set(account(gh)["scopes"].split(", ")) == {"repo", "read:org"}


def test_who_did_not_start_it_turns_gh_away(gh, signs_up):
    running = gh.start(*LOGIN)
    signs_up("wary").turn_away(code_of(running))
    assert "(access_denied)" in running.ends(1)
    assert not gh.hosts.exists()


def test_two_accounts_are_switched_between(gh, signs_up, server):
    for name in ("first", "second"):
        server.add_user(name)
        gh.takes(server.token(name, "repo,read:org"))
    assert gh.says("api", "user", "--jq", ".login") == "second"
    gh.run("auth", "switch", "--hostname", HOST, "--user", "first")
    assert gh.says("api", "user", "--jq", ".login") == "first"
    gh.run("auth", "logout", "--hostname", HOST, "--user", "first")
    assert gh.says("api", "user", "--jq", ".login") == "second"


def test_a_token_of_ones_own_is_taken_if_it_can_do_enough(gh, recorder, server):
    server.add_user("tokens")
    refused = gh.takes(server.token("tokens", "gist"), status=1)
    assert "missing required scopes 'repo', 'read:org'" in refused.stderr
    refused = gh.takes(NO_SUCH_TOKEN, status=1)
    assert "HTTP 401: Bad credentials" in refused.stderr
    asked(recorder)
    gh.takes(server.token("tokens", "repo,read:org"))
    assert asked(recorder) == ["GET /api/v3/", WHO_AM_I]
    assert account(gh)["login"] == "tokens"


def test_a_revoked_sign_in_is_told(gh, signs_up):
    person = signs_up("revoking")
    gh.signs_in(person)
    person.revoke("GitHub CLI")
    assert "HTTP 401" in gh.run("api", "user", status=1).stderr
    assert "gh auth refresh" in gh.run("repo", "view", "revoking/things", status=1).stderr
    assert gh.run("auth", "status", status=1).stderr.count("Failed to log in") == 1


def test_expiring_tokens_are_refreshed_before_the_next_command(gh, recorder, signs_up):
    gh.signs_in(signs_up("expiring"), "--expiring")
    assert account(gh)["refreshable"]
    kept = gh.hosts.read_text()
    before, refresh = re.search(r"gho_\w+", kept)[0], re.search(r"ghr_\w+", kept)[0]
    times = re.findall(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)", kept)
    # The first of the two is when the access token ends, eight hours from now.
    gh.hosts.write_text(kept.replace(min(times), "2020-01-01T00:00:00Z"))
    asked(recorder)
    assert gh.says("api", "user", "--jq", ".login") == "expiring"
    assert asked(recorder) == ["POST /login/oauth/access_token", "GET /api/v3/user"]
    after = gh.hosts.read_text()
    assert before not in after
    assert refresh not in after
    assert "ghr_" in after
    assert gh.run("api", "user").returncode == 0
    assert asked(recorder) == ["GET /api/v3/user"]


def test_without_the_device_flow_it_listens_for_the_browser(gh, recorder, server, signs_up):
    person = signs_up("listening")
    with device_flow_off(server, "178c6fc778ccc68e1d6a"):
        running = gh.start(*LOGIN)
        address = running.says(r"(https://\S+/login/oauth/authorize\?\S+)")[1]
        person.authorize(address, "GitHub CLI")
        running.ends()
    landed = urlsplit(person.page.url)
    assert (landed.hostname, landed.path) == ("localhost", "/")
    assert asked(recorder) == [*DEVICE, WHO_AM_I]
    assert account(gh)["login"] == "listening"


def test_who_cancels_is_told_so_on_a_page_because_gh_cannot_be_told(gh, server, signs_up):
    person = signs_up("hesitating")
    with device_flow_off(server, "178c6fc778ccc68e1d6a"):
        running = gh.start(*LOGIN)
        person.cancel(running.says(r"(https://\S+/login/oauth/authorize\?\S+)")[1])
        heading = person.page.get_by_role("heading", name="You did not authorize GitHub CLI")
        expect(heading).to_be_visible()
        assert running.process.poll() is None


def test_at_a_terminal_it_opens_the_browser_itself(at_machine, signs_up):
    gh = Gh(at_machine())
    del gh.machine.variables["GH_PROMPT_DISABLED"]
    person = signs_up("typing")
    words = ("gh", *LOGIN, "--git-protocol", "https")
    running = gh.machine.start_at_a_terminal(*words, GH_ACCESSIBLE_PROMPTER="1")
    running.says("Authenticate Git with your GitHub credentials")
    running.type("y")
    code = code_of(running)
    running.says("Press Enter to open")
    running.type("")
    address = gh.machine.asked_to_open()
    assert address == f"https://{HOST}/login/device"
    person.connect(code, "GitHub CLI")
    assert "Logged in as typing" in running.ends()
    helper = f"credential.https://{HOST}.helper"
    assert "auth git-credential" in gh.machine.run("git", "config", "--get-all", helper).stdout
