"""The shapes of ASGI (specification 3.0), and a response as a value."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, Final, TypeAlias

import msgspec

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
RAW_PATH = "watchword.raw_path"
HEADERS = "watchword.headers"
Headers: TypeAlias = list[tuple[bytes, bytes]]
BODILESS: Final = frozenset({204, 304})
"""Statuses of responses without a body and without its length (RFC 9110, 8.6)."""


class Response(msgspec.Struct, frozen=True):
    """A whole response. With `file` its body is that file, sent without passing through Python."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    file: Path | None = None

    def having(self, extra: Iterable[tuple[bytes, bytes]]) -> "Response":
        """The same with more headers."""
        return Response(self.status, (*self.headers, *extra), self.body, self.file)


def text(status: int, body: str, *extra: tuple[bytes, bytes]) -> Response:
    """A plain text."""
    headers = ((b"content-type", b"text/plain; charset=utf-8"), *extra)
    return Response(status, headers, body.encode())


async def respond(scope: Scope, send: Send, response: Response) -> None:
    """Send it. HEAD gets the headers that GET would have."""
    status, body, file = response.status, response.body, response.file
    headers: Iterable[tuple[bytes, bytes]] = response.headers
    if status not in BODILESS:
        size = len(body) if file is None else file.stat().st_size
        headers = (*headers, (b"content-length", b"%d" % size))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if status in BODILESS or scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
    elif file is not None:
        await send({"type": "http.response.pathsend", "path": str(file)})
    else:
        await send({"type": "http.response.body", "body": body})


def raw_path(scope: Scope) -> str:
    """The path as it came: `%2F` in it is data, not a separator."""
    known: str | None = scope.get(RAW_PATH)
    if known is None:
        path: bytes = scope.get("raw_path") or scope["path"].encode()
        known = scope[RAW_PATH] = path.partition(b"?")[0].decode("latin-1")
    return known


def headers_of(scope: Scope) -> Mapping[bytes, bytes]:
    """The first header of each name (in lower case): one that is added behind changes nothing."""
    known: dict[bytes, bytes] | None = scope.get(HEADERS)
    if known is None:
        known = scope[HEADERS] = dict(reversed(scope["headers"]))
    return known


def repeats_a_header(scope: Scope) -> bool:
    """Whether one came twice: then it depends who is asked which of them counts."""
    return len(headers_of(scope)) != len(scope["headers"])


def header(scope: Scope, name: bytes) -> bytes | None:
    """The first header of that name (in lower case)."""
    return headers_of(scope).get(name)
