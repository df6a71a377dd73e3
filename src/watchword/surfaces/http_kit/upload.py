"""Bodies of any size, taken block by block."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from watchword.kernel.errors import Malformed, TooLarge, TooSlow
from watchword.surfaces.http_kit.asgi import Receive
from watchword.surfaces.http_kit.body import ClientGone

PATIENCE: Final = 60.0
"""Seconds in which the client must send something (attack 44)."""


class Upload:
    """A body that was not read yet."""

    def __init__(
        self,
        receive: Receive,
        length: int | None,
        content_type: str,
        again: Callable[[], Awaitable[None]],
    ) -> None:
        """Take where it comes from, and what was said of it.

        `length` is in bytes, None where it was not told; `again` asks once more who sends, which is
        done when all has come: a long upload may outlive the token (attack 12).
        """
        self._receive = receive
        self._length = length
        self.content_type = content_type
        self._again = again

    async def blocks(self, most: int) -> AsyncIterator[bytes]:
        """Give the bytes as they come.

        Raises TooLarge beyond `most` bytes, TooSlow, Malformed for a length that does not hold,
        ClientGone, and what refuses a credential that died meanwhile.
        """
        if self._length is not None and self._length > most:
            raise _too_large(most)
        size = 0
        async for block in self._received():
            size += len(block)
            if size > most:
                raise _too_large(most)
            yield block
        if self._length is not None and size != self._length:
            raise Malformed("The body is not as long as was said.")
        await self._again()

    async def _received(self) -> AsyncIterator[bytes]:
        more = True
        while more:
            try:
                async with asyncio.timeout(PATIENCE):
                    message = await self._receive()
            except TimeoutError:
                raise TooSlow("The request came too slowly.") from None
            if message["type"] == "http.disconnect":
                raise ClientGone
            more = message.get("more_body", False)
            if block := message.get("body", b""):
                yield block


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"The file is larger than {most} bytes.")
