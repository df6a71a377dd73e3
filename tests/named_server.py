"""A running server under a host name of its own, on port 443 as its clients see it.

Clients reach it through a proxy of the tests (HTTPS_PROXY), so no test needs port 443, the file of
hosts, or any privilege.
"""

import contextlib
import http.client
import http.server
import selectors
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from tests.running_server import PATIENCE, RunningServer

HOST = "git.example.test"
LOOPBACK = "127.0.0.1"


@dataclass
class NamedServer(RunningServer):
    """`watchword serve` on any free port, whose public address is https://git.example.test."""

    def __post_init__(self) -> None:
        """Add the public address to the flags."""
        self.flags = [*self.flags, "--public-url", f"https://{HOST}"]

    def connect(self) -> http.client.HTTPConnection:
        """A new connection to it, where it listens."""
        return _Connection(self.port, self.trust())


class _Connection(http.client.HTTPSConnection):
    """HTTPS to that port of this machine, for that host name."""

    def __init__(self, port: int, trust: ssl.SSLContext) -> None:
        super().__init__(HOST, timeout=PATIENCE, context=trust)
        self._address = (LOOPBACK, port)
        self._trust = trust

    def connect(self) -> None:
        plain = socket.create_connection(self._address, PATIENCE)
        self.sock = self._trust.wrap_socket(plain, server_hostname=HOST)


@dataclass
class Exchange:
    """One request that went through a recording proxy, and the status that it got."""

    method: str
    path: str
    """With its query."""
    body: bytes
    status: int

    def __str__(self) -> str:
        return f"{self.method} {self.path.partition('?')[0]}"


@dataclass
class Proxy:
    """Answers CONNECT git.example.test:443 with a way to the server, and refuses all else.

    With `recording` it ends TLS itself, with the server's own certificate, and keeps what it saw.
    """

    server: RunningServer
    recording: bool = False
    seen: list[Exchange] = field(default_factory=list)
    address: str = ""
    """What belongs into HTTPS_PROXY."""

    def certificate(self) -> ssl.SSLContext:
        """Speak TLS as the server does, which keeps certificate and key in one file."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server.data / "tls/server.pem")
        return context


@contextlib.contextmanager
def running_proxy(server: RunningServer, *, recording: bool = False) -> Iterator[Proxy]:
    """A proxy in threads of this process, for the length of the block."""
    proxy = Proxy(server, recording)
    listener = _Listener((LOOPBACK, 0), _Handler)
    listener.proxy = proxy
    proxy.address = f"http://{LOOPBACK}:{listener.server_address[1]}"
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield proxy
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()


class _Listener(http.server.ThreadingHTTPServer):
    # A browser leaves connections open; they end with it, not before.
    daemon_threads = True
    block_on_close = False
    proxy: Proxy

    def handle_error(self, request, client_address) -> None:
        """Say nothing: clients that hang up in the middle are everyday."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format, *args) -> None:  # noqa: A002 - named by its base
        """Say nothing on the tests' own screen."""

    def do_CONNECT(self) -> None:
        """Open the way, once, and stay until either side hangs up."""
        self.close_connection = True
        if self.path != f"{HOST}:443":
            self.send_error(HTTPStatus.FORBIDDEN, "No way but to the server of this test")
            return
        self.send_response_only(HTTPStatus.OK)
        self.end_headers()
        proxy = self.server.proxy
        if proxy.recording:
            with proxy.certificate().wrap_socket(self.connection, server_side=True) as inside:
                _record(proxy, inside, self.client_address, self.server)
            return
        with socket.create_connection((LOOPBACK, proxy.server.port), PATIENCE) as away:
            away.settimeout(None)
            _join(self.connection, away)


def _join(one: socket.socket, other: socket.socket) -> None:
    """Hand on what each side sends until one of them ends."""
    with selectors.DefaultSelector() as ready:
        ready.register(one, selectors.EVENT_READ, other)
        ready.register(other, selectors.EVENT_READ, one)
        while True:
            for key, _ in ready.select():
                received = key.fileobj.recv(65_536)
                if not received:
                    return
                key.data.sendall(received)


def _record(proxy: Proxy, inside: ssl.SSLSocket, client, listener) -> None:
    """Answer the requests of one client's connection with what the server says, and keep them."""

    class Recorder(_Recorder):
        def setup(self) -> None:
            super().setup()
            self.proxy = proxy
            self.away = proxy.server.connect()

        def finish(self) -> None:
            self.away.close()
            super().finish()

    Recorder(inside, client, listener)


class _Recorder(_Handler):
    """Hands requests on, one after the other."""

    proxy: Proxy
    away: http.client.HTTPConnection

    def __getattr__(self, name: str):
        # The base class looks for do_GET, do_POST and so on.
        if name.startswith("do_"):
            return self._hand_on
        raise AttributeError(name)

    def _hand_on(self) -> None:
        body = self._body()
        headers = {k: v for k, v in self.headers.items() if k.lower() != "transfer-encoding"}
        if body:
            headers["Content-Length"] = str(len(body))
        self.away.request(self.command, self.path, body or None, headers)
        answer = self.away.getresponse()
        received = answer.read()
        self.proxy.seen.append(Exchange(self.command, self.path, body, answer.status))
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "content-length", "connection"}:
                self.send_header(name, value)
        length = answer.headers["content-length"] if self.command == "HEAD" else len(received)
        self.send_header("Content-Length", str(length or 0))
        self.end_headers()
        self.wfile.write(received)

    def _body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        pieces = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)


def make_server(folder: Path) -> NamedServer:
    """A server that is not started yet, with its data in a new folder below that one."""
    return NamedServer(folder / "data")
