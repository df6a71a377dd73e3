"""The first part of a body, which nearly always is the whole of it."""

import asyncio
from collections.abc import Mapping

from watchword.surfaces.git_http.body import TooSlow
from watchword.surfaces.http_kit.asgi import Message, Receive
from watchword.surfaces.http_kit.body import ClientGone

LARGEST = 1_024
"""Bytes of a request that is looked at as it came; git packs longer ones."""


def length(headers: Mapping[bytes, bytes], content_type: bytes) -> int | None:
    """The length of a body of that type that comes as it is and is short; None for any other."""
    told = headers.get(b"content-length", b"")
    if headers.get(b"content-type") != content_type or not told.isdigit() or len(told) > 4:
        return None
    if b"content-encoding" in headers or b"transfer-encoding" in headers:
        return None
    return size if (size := int(told)) <= LARGEST else None


async def of(receive: Receive, patience: float) -> Message:
    """Wait for it, at most so many seconds. Raises ClientGone and TooSlow."""
    task = asyncio.current_task()
    assert task is not None
    alarm = _Alarm(task)
    # A time-out of asyncio takes ten calls more, for what hardly ever waits.
    timer = asyncio.get_running_loop().call_later(patience, alarm.ring)
    try:
        message = await receive()
    except asyncio.CancelledError:
        if alarm.rang and not task.uncancel():
            raise TooSlow from None
        raise
    finally:
        timer.cancel()
    if message["type"] == "http.disconnect":
        raise ClientGone
    return message


def again(message: Message, receive: Receive) -> Receive:
    """Receive that part once more, and then what comes after it."""
    parts = [message]

    async def received() -> Message:
        return parts.pop() if parts else await receive()

    return received


class _Alarm:
    """Wakes a task that waits for too long."""

    def __init__(self, task: "asyncio.Task[object]") -> None:
        self._task = task
        self.rang = False

    def ring(self) -> None:
        self.rang = True
        self._task.cancel()
