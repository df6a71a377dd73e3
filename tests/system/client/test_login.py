"""Somebody signs in with the companion, works, looks, and signs out, against a real server."""

import json

import pytest

from tests.named_server import HOST


def lets_in(person, running):
    """Type the code that the terminal shows, and say yes."""
    code = running.says(r"type this code: (\w{4}-\w{4})")[1]
    person.get("/login/device")
    person.press("Continue", user_code=code)
    person.press("Authorize")


def entries(machine):
    done = machine.run("git", "config", "--global", "--list", status=None)
    return done.stdout.splitlines()


def is_taken(server, token):
    return server.request("GET", "/api/v3/user", token=token).status == 200


def test_by_code_git_clones_without_a_question_until_the_sign_out(companion, person, server):
    machine = companion.machine
    address = server.repository(f"{person.login}/aqueduct")
    running = companion.types("login", HOST, "--keep", "memory=1h")
    lets_in(person, running)
    said = running.ends()
    assert f"Signed in to {HOST} as {person.login}." in said
    assert f"credential.https://{HOST}.helper" in said

    machine.run("git", "clone", "-q", address, "aqueduct")
    here = machine.home / "aqueduct"
    (found,) = json.loads(companion.run("status", "--json", at=here).stdout)
    assert (found["signed_in"], found["login"]) == (True, person.login)
    assert sorted(found["scopes"]) == ["gist", "repo", "workflow"]
    assert found["obtained_by_companion"]
    (helper,) = found["helpers"]
    assert (helper["in_effect"], helper["account"]) == (True, person.login)

    asked = f"protocol=https\nhost={HOST}\n\n"
    filled = machine.run("git", "credential", "fill", given=asked).stdout
    (token,) = (line[9:] for line in filled.splitlines() if line.startswith("password="))
    assert is_taken(server, token)

    # The host is known from the clone.
    left = companion.run("logout", at=here)
    assert f"Ended on {HOST}" in left.stdout
    assert entries(machine) == []
    assert not is_taken(server, token)
    refused = machine.run("git", "ls-remote", address, status=128)
    assert "could not read Username" in refused.stderr
    assert companion.run("status", HOST, status=1).stdout.startswith(
        f"{HOST}\n  Not signed in: run `watchword login {HOST}`\n"
    )


def test_through_the_browser_and_a_page_that_can_be_closed(companion, person):
    # Where a browser is, it is the first choice.
    running = companion.types("login", HOST, "--keep", "file", BROWSER=str(companion.machine.door))
    person.get(companion.machine.asked_to_open())
    answer = person.press("Authorize", follow=False)
    back = answer.headers["location"]
    strange = person.elsewhere(back.replace("state=", "state=x"))
    assert strange.status_code == 400
    shown = person.elsewhere(back)
    assert "You can close this page" in shown.text
    assert "plain text" in running.ends()
    assert companion.run("status", HOST).stdout.count("plain text") == 1


def test_a_token_is_typed_unseen_and_lives_on_after_the_sign_out(companion, person, server):
    token = server.token(person.login, "repo")
    running = companion.types("login", HOST, "--with-token", "--keep", "memory")
    running.says("Token:")
    running.type_hidden(token)
    said = running.ends()
    assert f"as {person.login}" in said
    assert token not in said
    address = server.repository(f"{person.login}/forum")
    companion.machine.run("git", "ls-remote", address)
    assert companion.run("logout", HOST).stdout.startswith("Erased from")
    again = companion.run("login", HOST, "--with-token", "--keep", "memory", given=token)
    assert f"as {person.login}" in again.stdout


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("ghp_" + "0" * 36, "mistyped"),
        ("correct horse battery", "passwords do not open git"),
        ("\n", "No token came from standard input."),
    ],
)
def test_what_is_no_token_changes_nothing(companion, given, told):
    words = ("login", HOST, "--with-token", "--keep", "memory")
    refused = companion.run(*words, given=given, status=5)
    assert told in refused.stderr
    assert given.strip() == "" or given not in refused.stderr
    assert entries(companion.machine) == []


def test_who_turns_it_down_changes_nothing(companion, person):
    running = companion.types("login", HOST, "--device", "--keep", "memory")
    code = running.says(r"type this code: (\w{4}-\w{4})")[1]
    person.get("/login/device")
    person.press("Continue", user_code=code)
    person.press("I did not start this")
    assert "turned down in the browser" in running.ends(5)
    assert entries(companion.machine) == []


def test_a_server_that_is_not_trusted_is_told_with_the_way_out(companion, person, server):
    untrusted = {"SSL_CERT_FILE": "", "GIT_SSL_CAINFO": ""}
    refused = companion.run("login", HOST, status=4, **untrusted)
    assert "--ca FILE" in refused.stderr
    words = ("login", HOST, "--with-token", "--keep", "file", "--ca", str(server.ca))
    said = companion.run(*words, given=server.token(person.login), **untrusted).stdout
    # The companion remembers it; git is told by its own command, which is the person's to run.
    companion.run("status", HOST, **untrusted)
    command = next(line for line in said.splitlines() if "sslCAInfo" in line).partition(": ")[2]
    address = server.repository(f"{person.login}/trusted")
    machine = companion.machine
    # An empty variable is a name of a file to git.
    git = ("env", "-u", "GIT_SSL_CAINFO", "-u", "SSL_CERT_FILE", "git")
    machine.run(*git, "ls-remote", address, status=128)
    assert companion.run("why", address, status=4, **untrusted).stdout.endswith(f"  {command}\n")
    machine.run(*command.split())
    machine.run(*git, "ls-remote", address)
