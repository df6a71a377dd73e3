"""Asks the HTTP server for parts of a body before they are needed.

Git sends a pack in parts of 8 KiB. To be handed one of them, a worker and the thread of the HTTP
server wake each other in turn; where several are asked for at once, they do that once for many.

Whoever has asked beyond the end of a body is told at once that the client has gone, whether or not
it has. So this is for requests of whose connection we can ask the kernel.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable

from watchword.surfaces.git_http.connection import Connection
from watchword.surfaces.http_kit.asgi import Message, Receive

SMALL = 32 * 1024
"""Bytes of a part for which asking is dearer than taking."""
MOST = 32
"""Parts that are asked for at a time: what a client may have us hold is as many times SMALL."""
LOOK_EVERY = 0.25
"""Seconds between two looks at whether the client is still there."""


class Ahead:
    """Parts of a body that were asked for and not given yet."""

    def __init__(self, receive: Receive) -> None:
        """Ask for nothing yet: one part at a time is asked for until there is a `connection`."""
        self._receive = receive
        self._asked: deque[asyncio.Future[Message]] = deque()
        self._count = 1
        self._beyond = False
        self.connection: Connection | None = None

    def next(self) -> Awaitable[Message]:
        """The next part, or what will be it."""
        if self._asked:
            found: Awaitable[Message] = self._asked.popleft()
        else:
            found = self._receive()
        if self.connection is not None:
            self._ask()
        return found

    def ready(self) -> Message | None:
        """The next part, if it is there already."""
        return self._asked.popleft().result() if self._asked and self._asked[0].done() else None

    def came(self, size: int, *, more: bool) -> None:
        """Learn from a part of that many bytes how many to ask for."""
        if not more:
            self._beyond = bool(self._asked)
            self._forget()
        elif size > SMALL:
            self._count = max(1, self._count // 2)
        elif self._count < MOST:
            self._count *= 2

    async def client_gone(self) -> None:
        """After the end of the body: wait until the client has gone."""
        if self._beyond and self.connection is not None:
            while not self.connection.has_ended():  # noqa: ASYNC110 - the kernel sets no event
                await asyncio.sleep(LOOK_EVERY)
            return
        while (await self._receive())["type"] != "http.disconnect":
            pass

    def close(self) -> None:
        """Let go of everything; nothing is asked for afterwards."""
        self._forget()
        if self.connection is not None:
            self.connection.close()

    def _ask(self) -> None:
        for _ in range(self._count - 1 - len(self._asked)):
            asked = self._receive()
            # The server's own futures have begun, and keep their order. Others would not.
            assert asyncio.isfuture(asked)
            self._asked.append(asked)

    def _forget(self) -> None:
        for one in self._asked:
            one.cancel()
        self._asked.clear()
