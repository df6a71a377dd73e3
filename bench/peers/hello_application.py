"""The least that an ASGI application can do; it stands for the cost of the HTTP server alone."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

Send: TypeAlias = Callable[[dict[str, object]], Awaitable[None]]

HEADERS = [(b"content-type", b"text/plain"), (b"content-length", b"6")]


async def application(_scope: object, _receive: object, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": b"hello\n"})
