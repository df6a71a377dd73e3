"""Every cause that `watchword why` knows is produced for real, and recognised."""

import base64
import json
import os
import shlex
import socket
import ssl
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from tests.real_clients import credential_manager
from tests.running_server import PATIENCE, SOURCES, RunningServer
from watchword.authn.throttle import MINUTE
from watchword.operator_cli.main import main

MISTYPED = "ghp_" + "0" * 36
numbers = count(1)


@dataclass
class Site:
    """A server with two people and their repositories."""

    server: RunningServer
    tokens: dict[str, str]

    @property
    def host(self):
        return self.server.url.removeprefix("https://")

    def address(self, path, user=""):
        return f"https://{user}{'@' if user else ''}{self.host}/{path}"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    server = RunningServer(tmp_path_factory.mktemp("server") / "data")
    server.flags = [*server.flags, "--workers", "1", "--ssh-listen", "127.0.0.1:0"]
    try:
        server.start()
        for name in ("octavia", "brutus", "cassius"):
            server.add_user(name)
        server.repository("octavia/aqueduct")
        server.repository("brutus/dagger")
        server.repository("octavia/forum", "public")
        tokens = {
            "octavia": server.token("octavia", "repo,workflow"),
            "without workflow": server.token("octavia", "repo"),
            "for nothing": server.token("octavia", "read:user"),
            "keys": server.token("octavia", "repo,admin:public_key"),
            "brutus": server.token("brutus", "repo,workflow"),
            "cassius": server.token("cassius", "repo,workflow"),
            "revoked": server.token("octavia", "repo", note="revoked"),
        }
        listed = json.loads(server.command("admin", "token", "list", "--json").stdout)
        (number,) = [one["id"] for one in listed if one["note"] == "revoked"]
        server.command("admin", "token", "revoke", str(number))
        server.command("admin", "user", "suspend", "cassius")
        yield Site(server, tokens)
    finally:
        server.kill()


@dataclass
class Person:
    """Somebody at a machine of their own, in a clone."""

    home: Path
    site: Site
    monkeypatch: object

    @property
    def clone(self):
        return self.home / "clone"

    def git(self, *words, given="", at=None, check=True):
        done = subprocess.run(
            ["git", *words],
            cwd=at or self.clone,
            input=given,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def has_remote(self, url, name="origin"):
        self.git("config", f"remote.{name}.url", url)

    def keeps(self, secret, user="octavia", helper="store"):
        """Let a helper keep it, as git itself would."""
        self.git("config", "--global", "--add", "credential.helper", helper)
        lines = f"protocol=https\nhost={self.site.host}\nusername={user}\npassword={secret}\n"
        words = ("-c", "credential.helper=", "-c", f"credential.helper={helper}")
        self.git(*words, "credential", "approve", given=lines)

    def says(self, secret, helper_name, *lines):
        """Let a helper of the person's own say it, with lines that git's own would not keep."""
        script = self.home / helper_name
        said = "\n".join(["username=octavia", f"password={secret}", *lines])
        script.write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\n")
        script.chmod(0o700)
        self.git("config", "--global", "--add", "credential.helper", str(script))

    def asks_why(self, *words, plainly=True):
        """The answer as JSON; nothing else may have changed, and no secret may be in it."""
        before = self.files()
        self.monkeypatch.chdir(self.clone)
        told = CliRunner().invoke(main, ["why", "--json", *words])
        plain = CliRunner().invoke(main, ["why", *words]) if plainly else told
        assert not plain.exception or isinstance(plain.exception, SystemExit), plain.exception
        assert self.files() == before
        for secret in (*self.site.tokens.values(), MISTYPED, "hunter2"):
            assert secret not in plain.output + told.output
        answer = json.loads(told.stdout)
        assert told.exit_code == plain.exit_code == answer["status"]
        found = answer["cause"] or (answer["besides"] or [None])[0]
        if found and plainly:
            assert plain.stdout.endswith(f"\n  {found['cure']}\n")
        return answer

    def files(self):
        """All that lies in the home, byte for byte."""
        paths = (path for path in self.home.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in paths}


@pytest.fixture
def person(site, tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith(("GIT_", "SSL_", "GCM_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "O. Ctavia")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "octavia@example.com")
    one = Person(tmp_path, site, monkeypatch)
    one.git("init", "-q", "-b", "main", str(one.clone), at=tmp_path)
    one.git("config", "--global", f"http.{site.server.url}.sslCAInfo", str(site.server.ca))
    one.has_remote(site.address("octavia/aqueduct.git"))
    return one


def code(answer):
    return answer["cause"] and answer["cause"]["code"]


def test_nothing_is_wrong_with_a_token_that_works(person, site):
    person.keeps(site.tokens["octavia"])
    answer = person.asks_why()
    assert (answer["status"], answer["cause"], answer["besides"]) == (0, None, [])
    assert answer["held"][0]["login"] == "octavia"
    said = CliRunner().invoke(main, ["why"]).output
    assert "octavia may read and push to it, with what is in git's plain file" in said


def test_a_public_repository_needs_nothing_to_be_read(person, site):
    person.has_remote(site.address("octavia/forum.git"))
    answer = person.asks_why()
    assert (answer["status"], answer["cause"]) == (0, None)
    assert answer["besides"][0]["cure"] == f"watchword login {site.host}"


def test_nothing_is_kept(person, site):
    answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("no-credential", 10)
    assert answer["cause"]["cure"] == f"watchword login {site.host}"


def test_a_password_from_before_is_kept_and_git_never_asks(person, site):
    person.keeps("hunter2")
    answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("stale-password", 10)
    assert "git's plain file" in answer["cause"]["says"]
    assert "octavia" in answer["cause"]["says"]
    assert answer["cause"]["cure"] == f"watchword credential replace {site.host}"
    cure = shlex.split(answer["cause"]["cure"])[1:]
    replaced = CliRunner().invoke(main, cure, input=site.tokens["octavia"])
    assert replaced.exit_code == 0, replaced.output
    assert person.asks_why()["status"] == 0


def test_a_revoked_token_in_gits_memory(person, site):
    person.keeps(site.tokens["revoked"], helper="cache")
    try:
        answer = person.asks_why()
    finally:
        person.git("credential-cache", "exit")
    assert (code(answer), answer["status"]) == ("dead-token", 10)
    assert "git's memory" in answer["cause"]["says"]
    assert "does not say whether it expired, was revoked" in answer["cause"]["because"][0]


def test_a_mistyped_token(person):
    person.keeps(MISTYPED)
    assert code(person.asks_why()) == "mistyped-token"


def test_an_expired_token_is_told_by_what_the_helper_remembers(person, site):
    person.says(site.tokens["revoked"], "git-credential-own", f"password_expiry_utc={2**30}")
    answer = person.asks_why()
    assert code(answer) == "expired-token"
    assert "2004-01-10" in answer["cause"]["says"]


def test_a_dead_token_in_the_address_itself(person, site):
    person.has_remote(site.address("octavia/aqueduct.git", f"octavia:{site.tokens['revoked']}"))
    answer = person.asks_why()
    assert code(answer) == "dead-token"
    cure = answer["cause"]["cure"]
    assert cure == f"git remote set-url origin {site.address('octavia/aqueduct.git')}"


def test_a_dead_token_in_a_header_that_git_always_sends(person, site):
    pair = base64.b64encode(f"x-access-token:{site.tokens['revoked']}".encode()).decode()
    key = f"http.{site.server.url}/.extraheader"
    person.git("config", key, f"AUTHORIZATION: basic {pair}")
    person.keeps(site.tokens["octavia"])
    answer = person.asks_why()
    assert code(answer) == "several-helpers"
    assert "extraHeader" in answer["cause"]["says"]
    person.git(*shlex.split(answer["cause"]["cure"])[1:])
    assert person.asks_why()["status"] == 0


def test_a_repository_that_was_renamed_is_followed_as_git_does(person, site):
    site.server.request(
        "PATCH",
        "/api/v3/repos/brutus/dagger",
        token=site.tokens["brutus"],
        body=b'{"name": "sheath"}',
    )
    person.has_remote(site.address("brutus/dagger.git"))
    person.keeps(site.tokens["brutus"], "brutus")
    assert person.asks_why()["status"] == 0


def test_the_first_of_several_helpers_is_the_wrong_one(person, site):
    person.says("hunter2", "git-credential-old")
    person.keeps(site.tokens["octavia"])
    answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("several-helpers", 14)
    assert "git's plain file" in answer["cause"]["because"][0]
    assert [one["opens"] for one in answer["held"]] == [False, True]


def test_several_helpers_that_differ_are_told_where_all_is_well(person, site):
    person.keeps(site.tokens["octavia"])
    person.says(site.tokens["without workflow"], "git-credential-own")
    answer = person.asks_why()
    assert (answer["status"], answer["besides"][0]["code"]) == (0, "several-helpers")


def test_a_helper_that_never_answers_is_given_up_after_two_seconds(person, site):
    script = person.home / "git-credential-slow"
    script.write_text("#!/bin/sh\nexec sleep 60\n")
    script.chmod(0o700)
    person.git("config", "--global", "credential.helper", str(script))
    begun = time.monotonic()
    person.monkeypatch.chdir(person.clone)
    said = CliRunner().invoke(main, ["why", "--json"])
    assert time.monotonic() - begun < 30
    assert json.loads(said.stdout)["cause"]["code"] == "silent-helper"
    assert said.exit_code == 14


@pytest.mark.parametrize("path", ["octavia/aqueduct.git", "octavia/nothing.git"])
def test_what_is_hidden_and_what_is_missing_look_the_same(person, site, path):
    person.has_remote(site.address(path))
    person.keeps(site.tokens["brutus"], "brutus")
    answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("hidden", 12)
    assert "that brutus may see" in answer["cause"]["says"]
    assert "does not tell which" in answer["cause"]["because"][0]


def test_the_token_is_another_accounts_than_the_one_that_the_address_names(person, site):
    person.has_remote(site.address("octavia/aqueduct.git", "octavia"))
    person.keeps(site.tokens["brutus"], "octavia")
    answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("wrong-account", 11)
    assert "names octavia" in answer["cause"]["says"]
    assert "is brutus's" in answer["cause"]["says"]


def test_the_address_names_an_account_of_which_nothing_is_kept(person, site):
    person.has_remote(site.address("octavia/aqueduct.git", "livia"))
    person.keeps(site.tokens["octavia"])
    answer = person.asks_why()
    assert code(answer) == "wrong-account"
    cure = shlex.split(answer["cause"]["cure"])
    person.git(*cure[1:])
    assert person.asks_why()["status"] == 0


def test_a_token_without_the_scope_for_private_repositories(person, site):
    person.keeps(site.tokens["for nothing"])
    answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("missing-scope", 12)
    assert "no scope repo" in answer["cause"]["says"]
    assert answer["cause"]["cure"] == f"watchword login {site.host} --scopes read:user,repo"


def test_a_token_without_a_scope_to_push_to_a_public_repository(person, site):
    person.has_remote(site.address("octavia/forum.git"))
    person.keeps(site.tokens["for nothing"])
    answer = person.asks_why()
    assert code(answer) == "missing-scope"
    assert "no scope public_repo" in answer["cause"]["says"]


def test_workflows_are_to_be_pushed_without_the_scope(person, site):
    person.keeps(site.tokens["without workflow"])
    assert person.asks_why()["status"] == 0
    workflows = person.clone / ".github/workflows"
    workflows.mkdir(parents=True)
    (workflows / "test.yml").write_text("on: push\n")
    person.git("add", ".")
    person.git("commit", "-q", "-m", "Test it")
    answer = person.asks_why()
    assert code(answer) == "missing-scope"
    assert "no scope workflow" in answer["cause"]["says"]
    assert "--scopes repo,workflow" in answer["cause"]["cure"]


def test_somebody_may_read_and_not_push(person, site):
    person.has_remote(site.address("octavia/forum.git"))
    person.keeps(site.tokens["brutus"], "brutus")
    answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("read-only", 12)
    denied = "Permission to octavia/forum.git denied to brutus."
    assert f"The server says: {denied}" in answer["cause"]["because"]


def test_the_account_is_suspended(person, site):
    person.keeps(site.tokens["cassius"], "cassius")
    answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("suspended", 12)


def test_ssh_lets_in_nobody_without_a_key_and_then_with_one(person, site):
    person.git("config", "--global", f"credential.{site.server.url}.helper", "store")
    person.keeps(site.tokens["keys"])
    address = site.address("octavia/aqueduct.git")
    person.monkeypatch.chdir(person.clone)
    # The port is the one that the server says.
    assert CliRunner().invoke(main, ["remote", "ssh"]).exit_code == 0
    port = urlsplit(person.git("remote", "get-url", "origin").stdout.strip()).port
    scanned = subprocess.run(
        ["ssh-keyscan", "-p", str(port), "localhost"], capture_output=True, check=True
    )
    (person.home / "known").write_bytes(scanned.stdout)
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(person.home / "key")]
    subprocess.run(words, check=True)
    ssh = f"ssh -F none -i {person.home}/key -o UserKnownHostsFile={person.home}/known"
    person.monkeypatch.setenv("GIT_SSH_COMMAND", f"{ssh} -o IdentitiesOnly=yes")
    answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("ssh-remote", 13)
    assert "Permission denied" in answer["cause"]["because"][0]
    assert "octavia" in answer["cause"]["because"][1]
    key = {"title": "mine", "key": (person.home / "key.pub").read_text()}
    body = json.dumps(key).encode()
    added = site.server.request("POST", "/api/v3/user/keys", token=site.tokens["keys"], body=body)
    assert added.status == 201
    assert person.asks_why()["status"] == 0
    assert CliRunner().invoke(main, ["remote", "https"]).exit_code == 0
    assert person.git("remote", "get-url", "origin").stdout.strip() == address


def test_the_remote_speaks_ssh_to_a_port_where_nothing_is(person, site):
    person.git("config", "--global", f"credential.{site.server.url}.helper", "store")
    person.keeps(site.tokens["octavia"])
    with socket.socket() as nobody_there:
        nobody_there.bind(("127.0.0.1", 0))
        port = nobody_there.getsockname()[1]
        person.has_remote(f"ssh://git@localhost:{port}/octavia/aqueduct.git")
        answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("ssh-remote", 13)
    assert answer["cause"]["cure"] == "watchword remote https"
    assert "octavia" in answer["cause"]["because"][-1]


def test_git_credential_manager_took_it_for_a_server_of_no_kind(person, site):
    person.git("config", "--global", "credential.helper", credential_manager())
    person.git("config", "--global", "credential.credentialStore", "plaintext")
    person.git("config", "--global", f"credential.{site.server.url}.provider", "generic")
    answer = person.asks_why(plainly=False)
    assert (code(answer), answer["status"]) == ("pinned-generic", 14)
    cure = shlex.split(answer["cause"]["cure"])
    assert cure == ["git", "config", "--global", f"credential.{site.server.url}.provider", "github"]


def test_git_credential_manager_knows_two_accounts_and_cannot_ask_which(person, site):
    person.git("config", "--global", "credential.helper", credential_manager())
    person.git("config", "--global", "credential.credentialStore", "plaintext")
    for name in ("octavia", "brutus"):
        words = ("github", "login", "--url", site.server.url, "--username", name, "--pat")
        done = subprocess.run(
            [credential_manager(), *words, site.tokens[name]],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    answer = person.asks_why(plainly=False)
    assert (code(answer), answer["status"]) == ("several-accounts", 11)
    assert "octavia" in answer["cause"]["says"]
    assert "brutus" in answer["cause"]["says"]


def test_the_certificate_is_of_a_ca_that_is_not_trusted(person, site):
    person.git("config", "--global", "--unset", f"http.{site.server.url}.sslCAInfo")
    answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("untrusted", 4)
    key = f"http.{site.server.url}.sslCAInfo"
    assert answer["cause"]["cure"] == f"git config --global {key} CA.PEM"


def test_nobody_is_there(person):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        person.has_remote(f"https://localhost:{port}/octavia/aqueduct.git")
        answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("unreachable", 3)


@pytest.fixture
def something_else(site):
    """Something that answers every request over HTTPS with a page of its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(site.server.data / "tls/server.pem")
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            with plain, context.wrap_socket(plain, server_side=True) as secure:
                secure.recv(65_536)
                secure.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def test_something_else_answers(person, site, something_else):
    url = f"https://localhost:{something_else}"
    person.git("config", "--global", f"http.{url}.sslCAInfo", str(site.server.ca))
    person.has_remote(f"{url}/octavia/aqueduct.git")
    answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("stranger", 3)


def test_a_push_that_goes_elsewhere_is_another_question(person, site):
    person.keeps(site.tokens["octavia"])
    elsewhere = site.address("octavia/nothing.git")
    person.git("remote", "set-url", "--push", "origin", elsewhere)
    answer = person.asks_why()
    assert answer["status"] == 0
    (noticed,) = answer["besides"]
    assert noticed["cure"] == f"watchword why {elsewhere}"
    assert code(person.asks_why(elsewhere)) == "hidden"


def test_another_remote_or_an_address_may_be_named_and_a_folder_may_not(person, site):
    person.keeps(site.tokens["octavia"])
    person.has_remote(site.address("octavia/nothing.git"), "other")
    assert code(person.asks_why("other")) == "hidden"
    assert code(person.asks_why(site.address("octavia/nothing.git"))) == "hidden"
    assert person.asks_why()["status"] == 0
    for word in ("nowhere", "../clone"):
        assert CliRunner().invoke(main, ["why", word]).exit_code == 2


def test_as_a_process_of_its_own_it_ends_with_the_command_that_helps(person, site):
    person.keeps("hunter2")
    person.monkeypatch.setenv("PYTHONPATH", str(SOURCES))
    command = [sys.executable, "-m", "watchword.operator_cli.main", "why"]
    done = subprocess.run(
        command, cwd=person.clone, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 10, done.stderr
    *_, helps, last = done.stdout.splitlines()
    assert (helps, last) == ("This helps:", f"  watchword credential replace {site.host}")


def test_too_many_bad_tokens_from_here(person, site):
    """The last one: from here on the server lets nobody guess for a minute."""
    # It counts by minutes of the clock: this one must not end before we have asked.
    if (gone := time.time() % MINUTE) > 40:
        time.sleep(MINUTE - gone)
    statuses = []
    while 429 not in statuses:
        statuses.append(site.server.request("GET", "/api/v3/user", token=MISTYPED).status)
        assert len(statuses) < 100
    person.keeps(site.tokens["revoked"])
    answer = person.asks_why()
    assert (code(answer), answer["status"]) == ("busy", 3)
    assert answer["cause"]["cure"].startswith("sleep ")
