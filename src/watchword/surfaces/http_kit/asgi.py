"""The shapes of ASGI (specification 3.0), and a response as a value."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers: TypeAlias = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Response:
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
    size = len(response.body) if response.file is None else response.file.stat().st_size
    headers = [*response.headers]
    if response.status not in {204, 304}:
        headers.append((b"content-length", b"%d" % size))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if scope["method"] == "HEAD" or response.status in {204, 304}:
        await send({"type": "http.response.body", "body": b""})
    elif response.file is not None:
        await send({"type": "http.response.pathsend", "path": str(response.file)})
    else:
        await send({"type": "http.response.body", "body": response.body})


def raw_path(scope: Scope) -> str:
    """The path as it came: `%2F` in it is data, not a separator."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    return path.partition(b"?")[0].decode("latin-1")


def header(scope: Scope, name: bytes) -> bytes | None:
    """The first header of that name (in lower case)."""
    for key, value in scope["headers"]:
        if key == name:
            found: bytes = value
            return found
    return None
