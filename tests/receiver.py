"""A receiver of webhooks: a real HTTP server on this machine that keeps what it was sent."""

import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs


@dataclass(frozen=True)
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    """By lower-case names."""
    body: bytes

    @property
    def event(self) -> str:
        return self.headers["x-github-event"]

    @property
    def payload(self):
        if self.headers["content-type"] == "application/json":
            return json.loads(self.body)
        return json.loads(parse_qs(self.body.decode())["payload"][0])

    def is_signed_with(self, secret: str) -> bool:
        """Whether the signature is right, worked out as GitHub's manual tells receivers to."""
        wanted = hmac.new(secret.encode(), self.body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(self.headers["x-hub-signature-256"], f"sha256={wanted}")


class Receiver:
    """Listens on a free port of loopback. `answer` writes the response; by default 200 and `ok`."""

    def __init__(
        self,
        answer: Callable[[BaseHTTPRequestHandler], None] | None = None,
        certificate: tuple[Path, Path] | None = None,
    ) -> None:
        self.received: list[Received] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.received.append(Received(self.path, headers, self.rfile.read(length)))
                (answer or _ok)(self)

            def log_message(self, *_words) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # who hangs up early is no news
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            scheme = "https"
        self.port = self._server.server_address[1]
        self.url = f"{scheme}://127.0.0.1:{self.port}/hook"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    def of(self, event: str) -> list[Received]:
        return [one for one in self.received if one.event == event]

    def wait_for(self, event: str, seconds: float = 60, count: int = 1) -> Received:
        """The newest message of that event, once there are so many of them."""
        until = time.monotonic() + seconds
        while len(self.of(event)) < count:
            seen = [one.event for one in self.received]
            assert time.monotonic() < until, f"no {event} came, only {seen}"
            time.sleep(0.05)
        return self.of(event)[-1]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _ok(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b"ok")
