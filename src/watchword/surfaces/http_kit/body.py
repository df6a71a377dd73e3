"""Reading a request's body, bounded."""

from watchword.kernel.errors import Malformed, TooLarge
from watchword.surfaces.http_kit.asgi import Receive

MEBIBYTE = 1_048_576


class ClientGone(Exception):  # noqa: N818 - says what happened
    """The client went away before its request was whole; there is nobody to answer."""


async def read_body(receive: Receive, limit: int = MEBIBYTE) -> bytes:
    """Read a whole body of at most `limit` bytes.

    Raises TooLarge, and ClientGone when the client goes away.
    """
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
