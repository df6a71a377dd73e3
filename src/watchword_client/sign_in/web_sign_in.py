"""Signing in through the browser of this machine (RFC 8252: loopback, RFC 7636: PKCE)."""

import html
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from watchword_client import oauth
from watchword_client.api import Api
from watchword_client.oauth import Issued
from watchword_client.speaking import Exit, Trouble, plain

LOOPBACK: Final = "127.0.0.1"
PATIENCE: Final = 600.0
"""Seconds for the person in the browser: as long as a code can be exchanged."""
PAGE: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
    "<h1>{title}</h1><p>{text}</p></html>\n"
)
DONE: Final = ("Signed in", "You can close this page and go back to the terminal.")
TURNED_DOWN: Final = ("Not signed in", "You can close this page. The terminal says more.")
STRANGE: Final = ("Not signed in", "This is not the sign-in that the terminal waits for.")


@dataclass(frozen=True, slots=True)
class Begun:
    """One sign-in that waits for the browser."""

    state: str
    verifier: str
    scopes: str


def sign_in(
    api: Api, begun: Begun, show: Callable[[str], None], patience: float = PATIENCE
) -> Issued:
    """Let a person say yes in the browser; `show` gets the address to open. Raises Trouble."""
    with _Listener(begun.state) as listener:
        thread = threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            show(address(api, begun, listener.redirect_uri))
            brought = listener.wait(patience)
        finally:
            listener.shutdown()
            thread.join()
    if "code" not in brought:
        raise _no_code(brought)
    values = {
        "grant_type": "authorization_code",
        "code": brought["code"],
        "redirect_uri": listener.redirect_uri,
        "code_verifier": begun.verifier,
    }
    return oauth.issued(oauth.ask(api, values))


def address(api: Api, begun: Begun, redirect_uri: str) -> str:
    """What the browser opens."""
    query = {
        "response_type": "code",
        "client_id": oauth.CLIENT,
        "redirect_uri": redirect_uri,
        "scope": begun.scopes,
        "state": begun.state,
        "code_challenge": oauth.challenge(begun.verifier),
        "code_challenge_method": "S256",
    }
    return f"{api.host.url}{oauth.AUTHORIZE}?{urlencode(query)}"


def _no_code(brought: Mapping[str, str]) -> Trouble:
    if brought.get("error") == "access_denied":
        return Trouble("The sign-in was turned down in the browser.", oauth.AGAIN, Exit.REFUSED)
    said = plain(brought.get("error_description") or brought.get("error") or "no code came")
    return Trouble(f"The server sent the browser back without a code: {said}", status=Exit.REFUSED)


class _Listener(ThreadingHTTPServer):
    """Listens on any free port of this machine for what the browser brings.

    In threads: a browser may open a connection in advance and say nothing on it.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, state: str) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.state = state
        self.brought: queue.Queue[dict[str, str]] = queue.Queue()
        self.redirect_uri = f"http://{LOOPBACK}:{self.server_port}/"

    def wait(self, patience: float) -> dict[str, str]:
        """What came. Raises Trouble when nothing did."""
        try:
            return self.brought.get(timeout=patience)
        except queue.Empty:
            raise Trouble(
                f"Nobody said yes in the browser within {patience:g} seconds.",
                "Run `watchword login` again, or `watchword login --device` without a browser.",
                Exit.REFUSED,
            ) from None

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that hang up."""


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    server_version = "Watchword"
    sys_version = ""
    timeout = 30

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by its base
        """Say nothing: the line would hold the code."""

    def do_GET(self) -> None:
        """Take the first answer to our own question; refuse whatever else comes.

        What does not know the state did not come from the page that was opened: it is refused, and
        ends nothing (RFC 6749 section 10.12).
        """
        parts = urlsplit(self.path)
        if parts.path != "/":
            self._say(404, *STRANGE)
            return
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        brought = dict(pairs)
        if len(brought) != len(pairs) or brought.get("state") != self.server.state:
            self._say(400, *STRANGE)
            return
        self._say(200, *(DONE if "code" in brought else TURNED_DOWN))
        self.server.brought.put(brought)

    def _say(self, status: int, title: str, text: str) -> None:
        body = PAGE.format(title=html.escape(title), text=html.escape(text)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "default-src 'none'")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(body)
