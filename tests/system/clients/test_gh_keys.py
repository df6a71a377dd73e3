"""GitHub's command line client adds, lists and deletes keys, on port 443."""

import pytest

from tests import openpgp, ssh
from tests.gh import Gh

SCOPES = "repo,read:org,admin:public_key,admin:ssh_signing_key,admin:gpg_key"


@pytest.fixture
def gh_of(at_machine, recorder, server):
    """Give gh of a new account, signed in with a token of these scopes."""

    def sign_up(login: str, scopes: str = SCOPES) -> Gh:
        server.add_user(login)
        gh = Gh(at_machine(recorder))
        gh.takes(server.token(login, scopes))
        return gh

    return sign_up


def written(gh: Gh, name: str, text: str) -> str:
    (gh.machine.home / name).write_text(text)
    return str(gh.machine.home / name)


def rows(gh: Gh, *words: str) -> list[list[str]]:
    return [line.split("\t") for line in gh.says(*words).splitlines()]


def test_ssh_keys_from_their_adding_to_their_end(gh_of):
    gh = gh_of("ssh-user")
    file = written(gh, "id.pub", ssh.ed25519_line("me@laptop"))
    sign = written(gh, "sign.pub", ssh.ecdsa_line("256"))
    gh.run("ssh-key", "add", file, "--title", "laptop")
    gh.run("ssh-key", "add", sign, "--title", "sign", "--type", "signing")
    again = gh.run("ssh-key", "add", file, "--title", "laptop")
    assert "already exists" in again.stdout + again.stderr
    listed = rows(gh, "ssh-key", "list")
    assert sorted((row[0], row[-1]) for row in listed) == [
        ("laptop", "authentication"),
        ("sign", "signing"),
    ]
    number = next(row[3] for row in listed if row[0] == "laptop")
    gh.run("ssh-key", "delete", number, "--yes")
    assert [row[0] for row in rows(gh, "ssh-key", "list")] == ["sign"]


def test_gpg_keys_from_their_adding_to_their_end(gh_of):
    gh = gh_of("gpg-user")
    file = written(gh, "key.asc", openpgp.made_by_gpg())
    gh.run("gpg-key", "add", file)
    again = gh.run("gpg-key", "add", file, status=1)
    assert "already exists" in again.stdout + again.stderr
    ((email, key_id, *_),) = rows(gh, "gpg-key", "list")
    assert "@example.test" in email
    assert key_id == openpgp.packets(openpgp.made_by_gpg())[0].key_id.upper()
    gh.run("gpg-key", "delete", key_id, "--yes")
    assert rows(gh, "gpg-key", "list") == []


def test_deploy_keys_from_their_adding_to_their_end(gh_of):
    gh = gh_of("deployer")
    gh.run("repo", "create", "things", "--private")
    file = written(gh, "ci.pub", ssh.ed25519_line())
    where = ("--repo", "deployer/things")
    gh.run("repo", "deploy-key", "add", file, "--title", "ci", *where)
    ((number, title, mode, *_),) = rows(gh, "repo", "deploy-key", "list", *where)
    assert (title, mode) == ("ci", "read-only")
    gh.run("repo", "deploy-key", "delete", number, *where)
    assert rows(gh, "repo", "deploy-key", "list", *where) == []


def test_gh_advises_the_least_scope_that_is_missing(gh_of):
    gh = gh_of("weak", "repo,read:org,read:public_key")
    file = written(gh, "id.pub", ssh.ed25519_line())
    refused = gh.run("ssh-key", "add", file, status=1)
    assert "-s write:public_key" in refused.stderr
    refused = gh.run("gpg-key", "list", status=1)
    assert "read:gpg_key" in refused.stderr
