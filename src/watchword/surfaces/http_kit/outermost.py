"""The outermost layer: a number for each request, the host check, and no way out but through here.

`X-GitHub-Request-Id` is on every response of the host: one completed probe of Git Credential
Manager without it pins `generic` in the user's global configuration.
"""

from collections.abc import Awaitable, Iterable, Sequence

import structlog

from watchword.kernel.entropy import Entropy
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import (
    Application,
    Message,
    Receive,
    Response,
    Scope,
    Send,
    headers_of,
    raw_path,
    respond,
    text,
)
from watchword.surfaces.http_kit.body import ClientGone
from watchword.surfaces.http_kit.pacer import Pacer

log = structlog.get_logger("watchword.http")

ALIVE = "/status"
NUMBER, MANY = 16, 64
"""Bytes of chance in the number of a request, and how many numbers are made at a time."""
SERVER_ERROR = Response(
    500,
    ((b"content-type", b"application/json; charset=utf-8"),),
    b'{"message":"Server Error"}',
)

BROKEN_OFF = Response(
    400,
    ((b"content-type", b"application/json; charset=utf-8"),),
    b'{"message":"The body of the request broke off, or its chunks are malformed."}',
)


class Outermost:
    """Wraps the application of the whole host."""

    def __init__(
        self,
        inner: Application,
        hosts: Iterable[str],
        entropy: Entropy,
        proxies: Sequence[whence.Network] = (),
    ) -> None:
        """Answer for those hosts (with port where it is not the scheme's own), and no others."""
        self._inner = inner
        self._hosts = frozenset(host.lower().encode() for host in hosts)
        self._numbers = Numbers(entropy)
        self._whence = whence.Proxies(proxies)
        self._pacer = Pacer()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        number = self._numbers.draw()
        told = headers_of(scope)
        self._whence.note(scope, number, told.get(b"user-agent"))
        stamp = (b"x-github-request-id", number.encode())
        paced = self._pacer.paced(send)
        started = False

        def stamped(message: Message) -> Awaitable[None]:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message["headers"], stamp]
            return paced(message)

        try:
            ready = self._ready(scope, told.get(b"host", b""))
            told_at_once = None if ready is None else respond(scope, stamped, ready)
            await (told_at_once or self._inner(scope, receive, stamped))
        except ClientGone:
            # A body that is not framed as it should be looks the same: its client is still there.
            if not started:
                await respond(scope, stamped, BROKEN_OFF)
        except Exception:
            log.exception("request failed", request=number, method=scope["method"])
            if started:
                # Too late for another answer: breaking off tells the client that it is not whole.
                raise
            await respond(scope, stamped, SERVER_ERROR)

    def _ready(self, scope: Scope, host: bytes) -> Response | None:
        """What is answered to a request that goes no further."""
        if raw_path(scope) == ALIVE:
            return text(200, "GitHub lives!")
        if host not in self._hosts and host.lower() not in self._hosts:
            return text(421, "This server does not answer for that host name.\n")
        return None


class Numbers:
    """Numbers of requests, made many at a time: chance is a call of the kernel."""

    def __init__(self, entropy: Entropy) -> None:
        """Begin with none."""
        self._entropy = entropy
        self._left: list[str] = []

    def draw(self) -> str:
        """A number that no other request has."""
        if not self._left:
            chance = self._entropy(MANY * NUMBER).hex()
            parts = range(0, len(chance), 2 * NUMBER)
            self._left = [_number(chance[at : at + 2 * NUMBER]) for at in parts]
        return self._left.pop()


def _number(chance: str) -> str:
    """Write 32 hexadecimal digits of chance as a UUID of version 4 (RFC 9562, 5.4)."""
    variant = "89ab"[int(chance[16], 16) & 3]
    return f"{chance[:8]}-{chance[8:12]}-4{chance[13:16]}-{variant}{chance[17:20]}-{chance[20:]}"
