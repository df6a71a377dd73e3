"""Reading a request's body, bounded."""

import asyncio

from watchword.kernel.errors import Malformed, TooLarge, TooSlow
from watchword.surfaces.http_kit.asgi import Receive

MEBIBYTE = 1_048_576
PATIENCE = 60.0
"""Seconds for a whole body: a client that stops in its middle is not waited for (attack 44)."""


class ClientGone(Exception):  # noqa: N818 - says what happened
    """The client went away before its request was whole; there is nobody to answer."""


async def read_body(receive: Receive, limit: int = MEBIBYTE, patience: float = PATIENCE) -> bytes:
    """Read a whole body of at most `limit` bytes, within `patience` seconds.

    Who asks was told before: so this is also how long a credential that was revoked since then is
    still good for. Raises TooLarge, TooSlow, and ClientGone when the client goes away.
    """
    try:
        async with asyncio.timeout(patience):
            return await _whole(receive, limit)
    except TimeoutError:
        raise TooSlow("The request came too slowly.") from None


async def _whole(receive: Receive, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            msg = f"The body is larger than {limit} bytes."
            raise TooLarge(msg)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def content_length(value: bytes | None) -> int | None:
    """Read `Content-Length` (RFC 9110 section 8.6). Raises Malformed for what is no number."""
    if value is None:
        return None
    if not value.isdigit() or len(value) > 19:
        raise Malformed("Content-Length is not a number.")
    return int(value)
