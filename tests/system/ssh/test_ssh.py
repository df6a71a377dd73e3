"""The real ssh and the real git against a running server."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.git_client import GitClient
from tests.running_server import PATIENCE, RunningServer
from tests.terminal import typed

GREETING = (
    "Hi {}! You've successfully authenticated, but Watchword does not provide shell access.\n"
)
WAITING = '#!/bin/sh\ntouch "$1.waits"\nuntil [ -e "$GO" ]; do sleep 0.05; done\n'


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[tuple[RunningServer, int]]:
    """A server, and where it listens for SSH."""
    port = free_port()
    server = RunningServer(tmp_path_factory.mktemp("server") / "data")
    server.flags = [*server.flags, "--workers", "1", "--ssh-listen", f"127.0.0.1:{port}"]
    try:
        yield server.start(), port
    finally:
        server.kill()


class Person:
    """Somebody with a key on a machine of their own."""

    def __init__(self, server: RunningServer, port: int, home: Path, name: str) -> None:
        self.server, self.port, self.home, self.name = server, port, home, name
        self.home.mkdir()
        self.key = home / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key], check=True)
        server.add_user(name)
        self.token = server.token(name, "repo,admin:public_key")
        self.git = GitClient(server, home, {"GIT_SSH_COMMAND": " ".join(self.ssh(self.key))})

    @property
    def public(self) -> str:
        return self.key.with_suffix(".pub").read_text()

    def ssh(self, *keys: Path, more: tuple[str, ...] = ("-o", "BatchMode=yes")) -> list[str]:
        """The command line of ssh, but for the host."""
        known = self.home / "known_hosts"
        files = [part for key in keys for part in ("-i", str(key))]
        return [
            *("ssh", "-F", "none", "-p", str(self.port), "-o", "IdentitiesOnly=yes"),
            *("-o", "StrictHostKeyChecking=accept-new", "-o", f"UserKnownHostsFile={known}"),
            *(*more, "-o", "LogLevel=ERROR", *files),
        ]

    def post(self, path: str, body: str):
        """Ask the API for something new."""
        answer = self.server.request("POST", f"/api/v3{path}", token=self.token, body=body.encode())
        assert answer.status == 201, answer.body
        return answer.json

    def add_key(self, path: str = "/user/keys", more: str = "") -> None:
        """Let the key open something."""
        self.post(path, f'{{"title": "machine", "key": "{self.public.strip()}"{more}}}')


@pytest.fixture(scope="module")
def ann(served, tmp_path_factory) -> Person:
    person = Person(*served, tmp_path_factory.mktemp("ann") / "home", "ann")
    person.add_key()
    return person


def test_ssh_is_announced_where_it_is(served):
    server, port = served
    assert f"git clone ssh://git@localhost:{port}/USER/REPO.git" in server.said


def test_a_repository_is_pushed_and_cloned_at_the_address_that_the_api_tells(ann):
    told = ann.post("/user/repos", '{"name": "things", "private": true}')
    assert told["ssh_url"] == f"ssh://git@localhost:{ann.port}/ann/things.git"
    mine = ann.git.folder("mine")
    ann.git.run("push", "-q", told["ssh_url"], "main", at=mine)
    ann.git.run("clone", "-q", told["ssh_url"], "copy")
    assert (ann.home / "copy/README").read_text() == "mine\n"


def test_ssh_greets(ann):
    said = subprocess.run(
        [*ann.ssh(ann.key), "-T", "git@localhost"], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stdout, said.stderr) == (1, "", GREETING.format("ann"))


def test_the_host_key_is_the_one_that_the_api_tells(served, ann):
    server, _ = served
    told = server.request("GET", "/api/v3/meta").json
    assert (ann.home / "known_hosts").read_text().split(" ", 1)[1].strip() in told["ssh_keys"]


def test_a_read_only_deploy_key_fetches_and_does_not_push(served, ann, tmp_path):
    machine = Person(*served, tmp_path / "home", "machine")
    ann.post("/user/repos", '{"name": "shown"}')
    key = machine.public.strip()
    ann.post("/repos/ann/shown/keys", f'{{"title": "x", "key": "{key}", "read_only": true}}')
    url = f"ssh://git@localhost:{ann.port}/ann/shown.git"
    mine = ann.git.folder("shown")
    ann.git.run("push", "-q", url, "main", at=mine)
    machine.git.run("clone", "-q", url, "copy")
    refused = machine.git.run(
        "push", "-q", url, "HEAD:other", at=machine.home / "copy", check=False
    )
    assert refused.returncode == 128
    assert refused.stderr.startswith(
        "ERROR: The key you are authenticating with has been marked as read only.\n"
    )
    other = machine.git.run("ls-remote", url.replace("shown", "things"), check=False)
    assert other.stderr.startswith("ERROR: Repository not found.\n")


def test_a_token_that_is_typed_as_the_password_is_refused_with_the_way_out(served, ann):
    server, _ = served
    words = [*ann.ssh(more=("-o", "LogLevel=INFO")), "git@localhost"]
    said, status = typed(words, {"git@localhost's password:": ann.token})
    assert status == 255
    assert f"git remote set-url origin {server.url}/OWNER/REPO.git" in said
    assert "A token works over" in said
    assert said.count("password:") == 1, "it is asked for once"
    assert ann.token not in server.log.read_text()


def test_a_push_that_has_begun_outlives_the_process_that_serves_it(served, ann):
    """SIGHUP puts a new process in the place of the one in which the push waits."""
    server, _ = served
    mine = ann.git.folder("slow")
    url = ann.post("/user/repos", '{"name": "slow"}')["ssh_url"]
    ann.git.run("remote", "add", "origin", url, at=mine)
    hook, go = mine / ".git/hooks/pre-push", ann.home / "go"
    hook.write_text(WAITING)
    hook.chmod(0o755)
    before = pids(server)
    pushing = subprocess.Popen(
        ["git", "push", "-q", "origin", "main"],
        cwd=mine,
        env=server.git_environment(ann.home, **ann.git.more, GO=str(go)),
    )
    wait((mine / "origin.waits").exists)
    server.process.send_signal(signal.SIGHUP)
    wait(lambda: pids(server) - before)
    ann.git.run("ls-remote", url)
    go.touch()
    assert pushing.wait(PATIENCE) == 0
    assert "refs/heads/main" in ann.git.run("ls-remote", url).stdout
    wait(lambda: not pids(server) & before)


def pids(server: RunningServer) -> set[int]:
    return {pid for pid, kind in server.children().items() if kind == "ssh"}


def wait(told) -> None:
    until = time.monotonic() + PATIENCE
    while not told():
        assert time.monotonic() < until
        time.sleep(0.05)
