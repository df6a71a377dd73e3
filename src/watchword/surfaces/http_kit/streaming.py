"""Answers that leave block by block, or when it is their turn, as long as the client is there."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from typing import Final

from msgspec import Struct

from watchword.surfaces.http_kit.asgi import Receive, Response, Scope, Send, respond
from watchword.surfaces.http_kit.body import ClientGone

PATIENCE: Final = 60.0
"""Seconds in which the client must take a block."""


class Streamed(Struct, frozen=True):
    """A response whose body comes as blocks. What was begun is closed when the client goes away."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    blocks: AsyncGenerator[bytes, None]

    def having(self, extra: tuple[tuple[bytes, bytes], ...]) -> "Streamed":
        """The same with more headers."""
        return Streamed(self.status, (*self.headers, *extra), self.blocks)


async def begun(response: Streamed) -> Streamed:
    """Wait for the first block: what refuses before it (Busy) is raised here, and can be told."""
    first = await anext(response.blocks, b"")
    return Streamed(response.status, response.headers, after(first, response.blocks))


async def after(first: bytes, blocks: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """Give a block that was taken already, then the others."""
    async with aclosing(blocks):
        yield first
        async for block in blocks:
            yield block


async def deliver(
    scope: Scope, receive: Receive, send: Send, response: Response | Streamed
) -> None:
    """Send it, however it leaves. Raises ClientGone."""
    if isinstance(response, Streamed):
        await stream(scope, receive, send, response)
    elif response.file is None:
        await respond(scope, send, response)
    else:
        await attended(respond(scope, send, response), _until_gone(receive))


async def stream(scope: Scope, receive: Receive, send: Send, response: Streamed) -> None:
    """Send it. HEAD gets the headers alone.

    Raises ClientGone, also when a block is not taken in time.
    """
    async with aclosing(response.blocks) as blocks:
        block = await anext(blocks, b"")
        start = {"status": response.status, "headers": [*response.headers]}
        await send({"type": "http.response.start", **start})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        if block:
            await attended(_sent(send, after(block, blocks)), _until_gone(receive))
        await send({"type": "http.response.body", "body": b""})


async def attended(
    sending: Coroutine[object, object, None], until_gone: Coroutine[object, object, None]
) -> None:
    """Send, and stop when the client has gone: servers do not tell that to `send`.

    Raises ClientGone.
    """
    task, watch = asyncio.ensure_future(sending), asyncio.ensure_future(until_gone)
    try:
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientGone
        await task
    finally:
        for one in (task, watch):
            one.cancel()
        await asyncio.gather(task, watch, return_exceptions=True)


async def _sent(send: Send, blocks: AsyncGenerator[bytes, None]) -> None:
    async for block in blocks:
        await _send(send, block)


async def _send(send: Send, block: bytes) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await send({"type": "http.response.body", "body": block, "more_body": True})
    except TimeoutError:
        raise ClientGone from None


async def _until_gone(receive: Receive) -> None:
    """Wait for the client to go away: servers do not tell it to who sends."""
    while (await receive())["type"] != "http.disconnect":
        pass
