"""Attack 44: bodies that never end, swell, lie about their length, or stop half-way.

What is verified: each ends in an answer or in a closed connection, no process of git is left, and
the server goes on serving. (Slow clients: tests/surface/git_http/test_patience.py.)
"""

import gzip
import socket
import zlib
from pathlib import Path

import pytest

from tests.git_client import GitClient, basic
from tests.git_site import make_site
from tests.running_server import RunningServer, wait_until_gone
from watchword.git_transport.pktline import packet
from watchword.repositories.model import Visibility
from watchword.surfaces.git_http import visitor

LS_REFS = b"0014command=ls-refs\n0000"
WANT = packet(b"want " + b"a" * 40)


@pytest.fixture
def site(world, tmp_path):
    made = make_site(world, tmp_path, largest_push=100_000)
    _, history = made.repository(world.user("ann"), "open", Visibility.PUBLIC)
    history.commit({"a": "b"})
    return made


@pytest.mark.parametrize("filling", [b"\0", WANT], ids=["zeros", "wants"])
def test_a_small_body_that_swells_is_inflated_no_further_than_allowed(site, filling, monkeypatch):
    monkeypatch.setattr(visitor, "MOST_FETCH", 2**20)
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(bomb.compress(filling * 10_000) for _ in range(2000)) + bomb.flush()
    assert len(body) < 2**22
    inflated = []
    real = zlib.decompressobj

    def counting(*words):
        made = real(*words)

        class Counted:
            unused_data = property(lambda _: made.unused_data)
            unconsumed_tail = property(lambda _: made.unconsumed_tail)
            eof = property(lambda _: made.eof)

            def decompress(self, data, most):
                inflated.append(block := made.decompress(data, most))
                return block

        return Counted()

    monkeypatch.setattr(zlib, "decompressobj", counting)
    zipped = [(b"content-encoding", b"gzip")]
    site.run(site.post("/ann/open", body, more=zipped, version=0))
    assert sum(map(len, inflated)) <= 2**20 + 2**19
    assert max(map(len, inflated)) <= 2**18


def test_a_push_larger_than_allowed_is_told_so_before_it_is_read(site, world):
    _, secret = world.token(owner(site), "repo")

    async def story():
        length = [(b"content-length", b"999999999999")]
        client = site.begin("/ann/open", "git-receive-pack", token=secret.text, more=length)
        return await client.answer()

    reply = site.run(story())
    assert reply.status == 413


def owner(site):
    return site.world.read(lambda work: work.users.by_login("ann"))


def test_a_push_that_does_not_end_is_ended(site):
    _, secret = site.world.token(owner(site), "repo")
    command = packet(b"0" * 40 + b" " + b"a" * 40 + b" refs/heads/x\0report-status") + b"0000"
    header = b"PACK\0\0\0\2\0\0\0\1"

    async def story():
        client = site.begin("/ann/open", "git-receive-pack", token=secret.text)
        client.send(command + header, more=True)
        for _ in range(400):
            client.send(b"\0" * 65_536, more=True)
        return await client.answer()

    reply = site.run(story())
    assert reply.status in {200, 413}
    assert b"ok refs/heads/x" not in reply.body


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = RunningServer(tmp_path_factory.mktemp("abuse") / "data").start()
    made.add_user("ann")
    made.url_of = made.repository("ann/kept")
    made.token_of = made.token("ann", "repo")
    yield made
    made.kill()


def speak(server, text: bytes, *, shut: bool = False) -> bytes:
    """Say something over a connection of our own; gives what comes until it is closed."""
    plain = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    with server.trust().wrap_socket(plain, server_hostname="localhost") as connection:
        connection.sendall(text)
        if shut:
            connection.shutdown(socket.SHUT_WR)
            return b""
        connection.settimeout(3)
        found = b""
        try:
            while block := connection.recv(65_536):
                found += block
        except TimeoutError:
            pass
        return found


def request(server, body: bytes, *headers: str, service="git-upload-pack") -> bytes:
    lines = [
        f"POST /ann/kept.git/{service} HTTP/1.1",
        f"Host: {server.url.removeprefix('https://')}",
        "Git-Protocol: version=2",
        f"Content-Type: application/x-{service}-request",
        *(f"{name}: {value}" for name, value in basic("any", server.token_of).items()),
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def git_is_gone(server) -> None:
    """Wait until nothing of git's runs below the server's repositories."""
    root = server.data / "repositories"
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if root in (entry / "cwd").readlink().parents:
                wait_until_gone(int(entry.name))
        except OSError:
            continue


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (LS_REFS[:7], ["Content-Length: 24"]),
        (LS_REFS + b"GET /ann/kept.git/HEAD HTTP/1.1\r\n\r\n", ["Content-Length: 24"]),
        (LS_REFS, ["Content-Length: 24", "Transfer-Encoding: chunked"]),
        (b"zz\r\n" + LS_REFS, ["Transfer-Encoding: chunked"]),
        (b"18\r\n" + LS_REFS + b"\r\n", ["Transfer-Encoding: chunked"]),
        (LS_REFS, ["Content-Length: -1"]),
        (LS_REFS, ["Content-Length: 24", "Content-Length: 25"]),
        (gzip.compress(LS_REFS)[:9], ["Content-Length: 9", "Content-Encoding: gzip"]),
    ],
    ids=range(8),
)
def test_a_body_that_lies_leaves_no_process_and_a_server_that_serves(server, body, headers):
    speak(server, request(server, body, *headers))
    git_is_gone(server)
    assert server.request("GET", "/status").status == 200


def test_a_connection_that_is_closed_half_way_leaves_no_process(server, tmp_path):
    git = GitClient(server, tmp_path / "home")
    work = git.folder("work")
    git.run("push", server.with_token(server.url_of, server.token_of), "main", at=work)
    speak(server, request(server, LS_REFS, "Content-Length: 24"), shut=True)
    git_is_gone(server)
    assert server.request("GET", "/status").status == 200
