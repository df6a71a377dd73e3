"""The HTTP server around an application: drain, back-pressure, disconnects, files.

The application is a small one, so that a stream lasts as long as a test wants.
"""

import contextlib
import hashlib
import http.client
import os
import socket
import subprocess
import sys
import time

import pytest

from tests.running_server import PATIENCE, SOURCES
from watchword.processes import certificates

CHILD = r"""
import asyncio, hashlib, sys
import uvloop
from watchword.processes import handover, logs
from watchword.processes.http_server import serve
from watchword.surfaces.git_http.body import Body, Patience
from watchword.surfaces.git_http.connection import connection_of

BLOCK = b"x" * 65536
seen = {"sent": 0, "gone": 0}

async def start(send):
    await send({"type": "http.response.start", "status": 200, "headers": []})

async def piece(send, body, more):
    await send({"type": "http.response.body", "body": body, "more_body": more})

async def count(send, number):
    await start(send)
    for n in range(number):
        await piece(send, b"%d\n" % n, True)
        await asyncio.sleep(0.1)
    await piece(send, b"end\n", False)

async def flood(send):
    await start(send)
    while True:
        await piece(send, BLOCK, True)
        seen["sent"] += len(BLOCK)

async def wait(receive):
    while (await receive())["type"] != "http.disconnect":
        pass
    seen["gone"] += 1

async def long(scope, receive, send):
    # Its hash, whether it was asked for ahead, and then whether the client left.
    asked, most = [], 0

    def seen_receive():
        nonlocal most
        asked.append(receive())
        most = max(most, sum(not one.done() for one in asked[-2:]))
        return asked[-1]

    body = Body(
        seen_receive,
        gzipped=False,
        most=2**40,
        patience=Patience(),
        find_connection=lambda: connection_of(scope),
    )
    try:
        found = hashlib.sha256()
        while block := await body.read():
            found.update(block)
        await start(send)
        ahead = "ahead" if most == 2 else "not ahead"
        await piece(send, f"{ahead} {found.hexdigest()}\n".encode(), True)
        await body.client_gone()
        seen["gone"] += 1
    finally:
        body.close()

async def application(scope, receive, send):
    word = scope["path"][1:]
    if word.isdecimal():
        await count(send, int(word))
    elif word == "flood":
        await flood(send)
    elif word == "wait":
        await wait(receive)
    elif word == "long":
        await long(scope, receive, send)
    elif word == "file":
        await start(send)
        await send({"type": "http.response.pathsend", "path": __file__})
    else:
        await start(send)
        await piece(send, b"%d" % seen[word], False)

told, lifeline = handover.take()
logs.configure(told.name)
patience = int(sys.argv[1])
sys.exit(0 if uvloop.run(serve(application, told, lifeline, patience)) else 1)
"""


class Streaming:
    """One web child as the supervisor starts it, around a small application."""

    def __init__(self, tmp_path, drain, head_patience=30_000, tls=(None, None)):
        from watchword.processes.handover import Handover
        from watchword.processes.listening import listen, resolve
        from watchword.settings import Settings

        self.listener = listen(resolve("127.0.0.1", 0), 1)[0]
        self.port = self.listener.getsockname()[1]
        settings = Settings(data=tmp_path, drain=drain)
        program = tmp_path / "child.py"
        program.write_text(CHILD)
        self.line, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, str(program), str(head_patience)],
                stdin=theirs.fileno(),
                pass_fds=[self.listener.fileno()],
                env=os.environ | {"PYTHONPATH": str(SOURCES)},
            )
        Handover("web-0", settings, self.listener.fileno(), *tls).give(self.line)
        self.line.settimeout(PATIENCE)
        assert self.line.recv(6) == b"ready\n"

    def stream(self, pieces):
        """Begin a response of so many pieces, ten a second; gives what reads its rest."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        connection.sendall(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % pieces)
        begun = connection.recv(4096)
        while b"0\n" not in begun:
            begun += connection.recv(4096)

        def rest():
            with connection:
                got = begun
                with contextlib.suppress(ConnectionResetError):
                    while more := connection.recv(4096):
                        got += more
                        if got.endswith(b"0\r\n\r\n"):
                            break
            return got

        return rest

    def get(self, path):
        """Ask on a connection of its own; gives the body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", path)
            return connection.getresponse().read()

    def ask(self, path):
        """Send a request and read nothing; gives the socket."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        connection.sendall(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path)
        return connection

    def close(self):
        self.listener.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.line.close()


@pytest.fixture
def streaming(tmp_path):
    made = []

    def start(drain, **more):
        made.append(Streaming(tmp_path, drain, **more))
        return made[-1]

    yield start
    for one in made:
        one.close()


def test_a_stop_waits_for_the_stream_in_flight(streaming):
    child = streaming(drain=60)
    rest = child.stream(20)
    child.process.terminate()
    got = rest()
    assert b"19\n" in got
    assert got.endswith(b"end\n\r\n0\r\n\r\n")
    assert child.process.wait(PATIENCE) == 0


def test_a_stream_that_outlasts_the_drain_is_cut_so_that_the_client_sees_it(streaming):
    child = streaming(drain=1)
    rest = child.stream(100_000)
    child.process.terminate()
    assert child.process.wait(PATIENCE) == 0
    assert not rest().endswith(b"0\r\n\r\n"), "a cut response must not look like a whole one"


def test_told_twice_it_does_not_wait(streaming):
    child = streaming(drain=3600)
    rest = child.stream(100_000)
    child.process.terminate()
    time.sleep(0.3)
    child.process.terminate()
    assert child.process.wait(PATIENCE) == 0
    assert not rest().endswith(b"0\r\n\r\n")


def test_the_end_of_the_lifeline_drains_like_a_signal(streaming):
    child = streaming(drain=60)
    rest = child.stream(10)
    child.line.close()
    assert rest().endswith(b"end\n\r\n0\r\n\r\n")
    assert child.process.wait(PATIENCE) == 0


def test_nobody_is_let_in_while_it_drains(streaming):
    child = streaming(drain=60)
    rest = child.stream(30)
    child.process.terminate()
    time.sleep(0.3)
    with socket.create_connection(("127.0.0.1", child.port), timeout=0.5) as waiting:
        waiting.sendall(b"GET /0 HTTP/1.1\r\nHost: x\r\n\r\n")
        with pytest.raises(TimeoutError):
            waiting.recv(1)
    assert rest().endswith(b"end\n\r\n0\r\n\r\n")


def test_a_client_that_does_not_read_holds_the_application_up(streaming):
    child = streaming(drain=1)
    with child.ask(b"/flood"):
        before, same = -1, 0
        while same < 10:
            sent = int(child.get("/sent"))
            before, same = sent, same + 1 if sent == before else 0
            assert sent < 64 << 20, "the server takes what nobody reads"
            time.sleep(0.05)
        assert before > 0


def test_an_application_that_listens_learns_of_a_client_that_goes_away(streaming):
    child = streaming(drain=1)
    with child.ask(b"/wait"):
        assert child.get("/gone") == b"0"
    until_gone(child)


def until_gone(child):
    until = time.monotonic() + PATIENCE
    while child.get("/gone") != b"1":
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_long_body_that_is_asked_for_ahead_comes_in_its_order(streaming):
    """Asked for ahead, parts could change places; and whoever asks beyond the end is told lies."""
    child = streaming(drain=1)
    parts = [number.to_bytes(4, "big") * 2048 for number in range(1024)]
    with socket.create_connection(("127.0.0.1", child.port), timeout=PATIENCE) as connection:
        connection.sendall(b"POST /long HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for part in parts:
            connection.sendall(b"%x\r\n%s\r\n" % (len(part), part))
        connection.sendall(b"0\r\n\r\n")
        answer = b""
        while b"ahead" not in answer or not answer.endswith(b"\n\r\n"):
            answer += connection.recv(4096)
        expected = hashlib.sha256(b"".join(parts)).hexdigest()
        assert f"\r\nahead {expected}\n".encode() in answer
        time.sleep(0.4)
        assert child.get("/gone") == b"0", "the client is still there"
    until_gone(child)


def test_a_file_is_sent_by_its_path(streaming, tmp_path):
    assert streaming(drain=1).get("/file") == (tmp_path / "child.py").read_bytes()


def closed(connection):
    """How many seconds it takes until the server closes a connection, and what it said before."""
    begun, said = time.monotonic(), b""
    with contextlib.suppress(ConnectionResetError):
        while more := connection.recv(4096):
            said += more
    return time.monotonic() - begun, said


def connected(child):
    return socket.create_connection(("127.0.0.1", child.port), timeout=PATIENCE)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GET /0 HTTP/1.1\r\nHost: x\r\n", id="a head without an end"),
        pytest.param(b"GET /0 HTTP/1.1\r\nHost: x\r\n\r\nGET /", id="half of a second one"),
    ],
)
def test_a_head_that_does_not_come_is_not_waited_for(streaming, sent):
    """Attack 44: however many connections send a byte now and then, each ends."""
    child = streaming(drain=1, head_patience=1_000)
    with connected(child) as slow:
        slow.sendall(sent)
        until = time.monotonic() + 0.7
        while sent and time.monotonic() < until:
            slow.sendall(b"x")
            time.sleep(0.1)
        seconds, _ = closed(slow)
    assert seconds < 5
    assert child.get("/gone") == b"0"


def test_a_handshake_that_is_not_finished_is_given_up(streaming, tmp_path):
    """Attack 44. Ten seconds are the HTTP server's own limit; it cannot be set."""
    now = int(time.time())
    names = certificates.names_of(["localhost"])
    leaf = certificates.make_leaf(certificates.make_ca(names, now), names, now)
    (tmp_path / "server.pem").write_bytes(leaf.certificate + leaf.key)
    child = streaming(drain=1, head_patience=1_000, tls=(tmp_path / "server.pem",) * 2)
    with connected(child) as silent, connected(child) as begun:
        begun.sendall(b"\x16\x03\x01\x02\x00\x01\x00")
        seconds, _ = closed(begun)
        more, _ = closed(silent)
    assert seconds + more < 20


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n", id="after a request"),
        pytest.param(
            b"POST /wait HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nten bytes!",
            id="in a body",
        ),
    ],
)
def test_a_connection_closed_by_half_is_a_client_that_went_away(streaming, request_):
    """Attack 44: it does not keep what works for it alive."""
    child = streaming(drain=1)
    with connected(child) as half:
        half.sendall(request_)
        assert child.get("/gone") == b"0"
        half.shutdown(socket.SHUT_WR)
        seconds, _ = closed(half)
        assert seconds < 10
    until_gone(child)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        pytest.param(b"no request", b"400", id="not HTTP"),
        pytest.param(b"GET /sent HTTP/1.1\r\nHost: x\r\nno field", b"400", id="not a field"),
        pytest.param(b"GET /" + b"a" * 70_000 + b" HTTP/1.1", b"414", id="a long address"),
        pytest.param(b"GET /sent HTTP/1.1\r\nX: " + b"a" * 999_999, b"431", id="a long field"),
    ],
)
def test_what_is_no_request_is_answered_by_the_http_server_itself(streaming, head, status):
    """Such an answer has no number: no application has seen it (docs/operations/running.md)."""
    child = streaming(drain=1)
    with connected(child) as wrong:
        wrong.sendall(head + b"\r\n\r\n")
        _, said = closed(wrong)
    assert said.startswith(b"HTTP/1.1 " + status)
    assert b"connection: close" in said
    assert b"x-github-request-id" not in said
    assert child.get("/gone") == b"0"
