"""An answer that is sent as it is made, no faster than the client takes it."""

import asyncio
from pathlib import Path

from watchword.surfaces.git_http.answers import NO_CACHE
from watchword.surfaces.git_http.body import TooSlow
from watchword.surfaces.git_http.turns import Turns
from watchword.surfaces.http_kit.asgi import Message, Send

BLOCK = 256 * 1024
"""Bytes that are handed on at a time."""


class Reply:
    """The answer to one request: 200, and a stream of one content type."""

    def __init__(self, send: Send, content_type: str, patience: float, turns: Turns) -> None:
        """Let each block have at most `patience` seconds to be taken; begin with a turn."""
        self._send = send
        self._type = content_type
        self._patience = patience
        self._turns = turns
        self.started = False
        self._ended = False

    async def write(self, block: bytes) -> None:
        """Send a block; the first one sends the status before it. Raises TooSlow."""
        if not self.started:
            await self._start()
        for at in range(0, len(block), BLOCK):
            await self._body(block[at : at + BLOCK], more=True)

    async def send_file(self, path: Path) -> None:
        """Send the whole answer that lies there, without it passing through Python."""
        await self._start((b"content-length", b"%d" % _size(path)))
        await self._hand_on({"type": "http.response.pathsend", "path": str(path)})
        self._ended = True

    async def end(self) -> None:
        """Say that this was all."""
        if not self._ended:
            await self.write(b"")
            await self._body(b"", more=False)

    async def _start(self, *extra: tuple[bytes, bytes]) -> None:
        await self._turns.next()
        self.started = True
        headers = [(b"content-type", self._type.encode()), *NO_CACHE, *extra]
        await self._hand_on({"type": "http.response.start", "status": 200, "headers": headers})

    async def _body(self, block: bytes, *, more: bool) -> None:
        await self._hand_on({"type": "http.response.body", "body": block, "more_body": more})

    async def _hand_on(self, message: Message) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._send(message)
        except TimeoutError:
            raise TooSlow from None


def _size(path: Path) -> int:
    return path.stat().st_size
