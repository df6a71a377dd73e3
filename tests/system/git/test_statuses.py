"""The table of statuses and texts of git over HTTP (GHES behaviour), row by row."""

import sqlite3
import time
from contextlib import closing

import pytest

from tests.git_client import RawGit, basic
from watchword.git_transport.pktline import FLUSH, packet

READING, WRITING = "git-upload-pack", "git-receive-pack"
NO_PASSWORDS = (
    "Invalid username or token. Password authentication is not supported for Git operations.\n"
    "Create a token: {site}/settings/tokens\n"
)
LS_REFS = b"0014command=ls-refs\n0000"
COMMAND = packet(b"0" * 40 + b" " + b"a" * 40 + b" refs/heads/x\0report-status") + FLUSH
CHALLENGE = 'Basic realm="Watchword"'


@pytest.fixture(scope="module")
def people(server, owner, token):
    """The owner's repositories, a stranger's tokens, and tokens that lack something."""
    server.add_user("stan")
    for name, visibility in (("open", "public"), ("closed", "private")):
        server.repository(f"{owner}/{name}", visibility)
    return {
        "owner": token,
        "stranger": server.token("stan", "repo"),
        "no scopes": server.token(owner, ""),
        "public only": server.token(owner, "public_repo"),
    }


def both(raw, service):
    """What the two places of a service answer: refs, and the service itself."""
    body, version = (LS_REFS, 2) if service == READING else (COMMAND, 0)
    return raw.refs(service, version), raw.post(service, body, version)


def check(answers, status, text):
    for answer in answers:
        assert answer.status == status
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.body.decode() == text
        assert ("www-authenticate" in answer.headers) == (status == 401)
        assert answer.headers.get("www-authenticate", CHALLENGE) == CHALLENGE
        assert answer.headers["x-github-request-id"]


@pytest.mark.parametrize("name", ["olivia/closed.git", "olivia/closed", "olivia/no", "no/no.git"])
def test_nobody_in_particular_is_asked_who_they_are(server, people, name):
    raw = RawGit(server, f"/{name}")
    check(both(raw, READING), 401, "")
    check(both(raw, WRITING), 401, "No anonymous write access.\n")


def test_nobody_in_particular_reads_what_is_public_and_writes_nothing(server, people):
    raw = RawGit(server, "/olivia/open.git")
    assert [answer.status for answer in both(raw, READING)] == [200, 200]
    check(both(raw, WRITING), 401, "No anonymous write access.\n")


@pytest.mark.parametrize("name", ["olivia/open.git", "olivia/closed.git", "olivia/no.git"])
@pytest.mark.parametrize(
    "headers",
    [
        basic("olivia", "correct horse battery"),
        basic("olivia", "ghp_" + "A" * 36),
        basic("ghp_" + "A" * 36, ""),
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Basic Og=="},
        {"Authorization": "Basic"},
        {"Authorization": "Negotiate abc"},
    ],
)
def test_a_bad_credential_is_told_so_even_where_anybody_may_read(server, people, name, headers):
    for service in (READING, WRITING):
        answer = RawGit(server, f"/{name}").refs(service, **headers)
        if answer.status == 429:
            pytest.fail("too many bad credentials in this file: the throttle spoke")
        check([answer], 401, NO_PASSWORDS.format(site=server.url))


@pytest.mark.parametrize("name", ["olivia/open.git", "olivia/no.git"])
def test_a_bad_credential_is_told_so_where_git_sends_as_well(server, people, name):
    raw = RawGit(server, f"/{name}", "ghp_" + "A" * 36)
    for service in (READING, WRITING):
        check([both(raw, service)[1]], 401, NO_PASSWORDS.format(site=server.url))


def test_a_token_that_ended_is_a_bad_credential(server, people, owner, git):
    """Git forgets it then, and asks for another one: 403 would leave it stored for ever."""
    token = server.token(owner, "repo", expires="7d")
    raw = RawGit(server, "/olivia/closed.git", token)
    assert raw.refs(READING).status == 200
    with closing(sqlite3.connect(server.data / "watchword.db", timeout=60)) as database:
        change = "UPDATE tokens SET expires_at = ? WHERE last_eight = ?"
        assert database.execute(change, (int(time.time()) - 1, token[-8:])).rowcount == 1
        database.commit()
    for service in (READING, WRITING):
        check(both(raw, service), 401, NO_PASSWORDS.format(site=server.url))
    url = server.with_token(f"{server.url}/olivia/closed.git", token)
    seen = git.run("ls-remote", url, check=False)
    assert "remote: Invalid username or token." in seen.stderr
    assert "fatal: Authentication failed" in seen.stderr


def test_what_is_archived_is_read_and_not_written(server, people, owner, git):
    url = server.repository("olivia/old")
    work = git.folder("work")
    address = server.with_token(url, people["owner"])
    git.run("push", "-q", address, "main", at=work)
    patched = server.request(
        "PATCH", "/api/v3/repos/olivia/old", token=people["owner"], body=b'{"archived": true}'
    )
    assert patched.json["archived"] is True
    raw = RawGit(server, "/olivia/old.git", people["owner"])
    assert [answer.status for answer in both(raw, READING)] == [200, 200]
    check(both(raw, WRITING), 403, "This repository was archived so it is read-only.\n")
    git.commit(work, "more", "more\n")
    seen = git.run("push", address, "main", at=work, check=False)
    assert "remote: This repository was archived so it is read-only." in seen.stderr
    assert "The requested URL returned error: 403" in seen.stderr
    git.run("clone", "-q", address, "copy")


@pytest.mark.parametrize("name", ["olivia/closed.git", "olivia/no.git", "no/no.git"])
def test_a_stranger_learns_nothing_of_what_is_private_or_missing(server, people, name):
    raw = RawGit(server, f"/{name}", people["stranger"])
    for service in (READING, WRITING):
        check(both(raw, service), 404, "Repository not found.\n")


def test_a_stranger_may_not_push_to_what_they_can_read(server, people):
    raw = RawGit(server, "/olivia/open.git", people["stranger"])
    assert [answer.status for answer in both(raw, READING)] == [200, 200]
    check(both(raw, WRITING), 403, "Permission to olivia/open.git denied to stan.\n")


def test_a_token_without_scopes_reads_public_things_only(server, people):
    raw = RawGit(server, "/olivia/open.git", people["no scopes"])
    assert [answer.status for answer in both(raw, READING)] == [200, 200]
    check(both(raw, WRITING), 403, "Permission to olivia/open.git denied to olivia.\n")
    hidden = RawGit(server, "/olivia/closed.git", people["no scopes"])
    for service in (READING, WRITING):
        check(both(hidden, service), 404, "Repository not found.\n")


def test_public_repo_pushes_to_public_repositories_only(server, people, git):
    work = git.folder("work")
    url = server.with_token(f"{server.url}/olivia/open.git", people["public only"])
    git.run("push", url, "main", at=work)
    check(
        both(RawGit(server, "/olivia/closed.git", people["public only"]), WRITING),
        404,
        "Repository not found.\n",
    )


@pytest.mark.parametrize("carriage", ["password", "user name", "x-oauth-basic", "Bearer", "token"])
def test_a_token_opens_however_it_is_carried(server, people, carriage):
    token = people["owner"]
    headers = {
        "password": basic("whoever", token),
        "user name": basic(token, ""),
        "x-oauth-basic": basic(token, "x-oauth-basic"),
        "Bearer": {"Authorization": f"Bearer {token}"},
        "token": {"Authorization": f"token {token}"},
    }[carriage]
    raw = RawGit(server, "/olivia/closed.git")
    assert raw.refs(READING, **headers).status == 200
    assert raw.refs(WRITING, **headers).status == 200
    assert raw.post(READING, LS_REFS, 2, **headers).status == 200


def test_the_token_of_a_suspended_person_is_refused_and_revives(server, git):
    server.add_user("sue")
    token = server.token("sue", "repo")
    server.repository("sue/hers")
    raw = RawGit(server, "/sue/hers.git", token)
    server.command("admin", "user", "suspend", "sue")
    for service in (READING, WRITING):
        check(both(raw, service), 403, "Sorry. Your account was suspended.\n")
    url = server.with_token(f"{server.url}/sue/hers.git", token)
    seen = git.run("ls-remote", url, check=False)
    assert "remote: Sorry. Your account was suspended." in seen.stderr
    server.command("admin", "user", "unsuspend", "sue")
    assert raw.refs(READING).status == 200


def test_a_revoked_token_is_a_bad_credential(server, people, owner):
    token = server.token(owner, "repo", note="to be revoked")
    raw = RawGit(server, "/olivia/closed.git", token)
    assert raw.refs(READING).status == 200
    listed = server.command("admin", "token", "list", "--user", owner, "--json").stdout
    import json

    found = next(one for one in json.loads(listed) if one["note"] == "to be revoked")
    server.command("admin", "token", "revoke", str(found["id"]))
    check([raw.refs(READING)], 401, NO_PASSWORDS.format(site=server.url))


def test_other_methods_and_types_are_refused(server, people):
    raw = RawGit(server, "/olivia/closed.git", people["owner"])
    posted = server.request("POST", "/olivia/closed.git/info/refs", headers=raw.headers())
    assert (posted.status, posted.headers["allow"]) == (405, "GET")
    got = server.request("GET", "/olivia/closed.git/git-upload-pack", headers=raw.headers())
    assert (got.status, got.headers["allow"]) == (405, "POST")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert raw.post(READING, LS_REFS, 2, **form).status == 415
    assert raw.post(READING, LS_REFS, 2, **{"Content-Encoding": "br"}).status == 415


def test_git_asks_for_a_password_and_tells_what_the_server_says(server, people, git):
    url = f"{server.url}/olivia/closed.git"
    asked = git.run("ls-remote", url, check=False)
    assert "could not read Username" in asked.stderr
    bad = git.run("ls-remote", server.with_token(url, "correct-horse"), check=False)
    assert f"remote: Create a token: {server.url}/settings/tokens" in bad.stderr
    assert "fatal: Authentication failed" in bad.stderr
    stranger = git.run("ls-remote", server.with_token(url, people["stranger"]), check=False)
    assert "remote: Repository not found." in stranger.stderr
    opened = server.with_token(f"{server.url}/olivia/open.git", people["stranger"])
    work = git.folder("work")
    denied = git.run("push", opened, "main", at=work, check=False)
    assert "remote: Permission to olivia/open.git denied to stan." in denied.stderr
