"""The HTTP server around an application: listens, answers, drains."""

import asyncio
import contextlib
import logging
import os
import socket
from pathlib import Path
from typing import Any, cast

import structlog
from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from watchword.processes import logs
from watchword.processes.handover import Handover, Lifeline
from watchword.processes.listening import BACKLOG
from watchword.surfaces.http_kit.asgi import Application, Message, Receive, Scope, Send

log = structlog.get_logger("watchword.web")

CONNECTIONS = 4096
"""Connections that one process holds at a time; more wait in the kernel."""
HEADER_PATIENCE = 30_000
"""Milliseconds for the head of a request; an idle connection is closed after as long."""
PARTING = 1.0
"""Seconds between the last accepted connection and the closing of idle ones."""
SETTLE = 0.02
"""Seconds after which the server has either begun to accept or failed."""
CUT_PATIENCE = 5.0
"""Seconds that streams get to end after they were cancelled."""


class Listening(Server):
    """Granian's embedded server, on a listener that somebody else made and holds."""

    def __init__(self, target: Application, descriptor: int, **options: Any) -> None:
        """Take the descriptor of a listening socket; it is closed when the server stops."""
        super().__init__(target, **options)
        self._descriptor = descriptor

    def _init_shared_socket(self) -> None:
        # Descriptor, whether it is a Unix socket, length of the queue; absent from its type stub.
        self._shd = cast("Any", SocketHolder)(self._descriptor, False, BACKLOG)  # noqa: FBT003


class Streams:
    """The application, and the tasks in which it answers just now."""

    def __init__(self, application: Application) -> None:
        """Stand around the application."""
        self._application = application
        self.running: set[asyncio.Task[Any]] = set()
        self.parting = False
        """Each response is the last one of its connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        task = asyncio.current_task()
        assert task is not None
        self.running.add(task)
        try:
            # HTTP/2 has no such header (RFC 9113 8.2.2): its connections are told to go away.
            last = self.parting and scope["http_version"].startswith("1")
            await self._application(scope, receive, _last(send) if last else send)
        finally:
            self.running.discard(task)

    def cut(self) -> None:
        """Cancel all that still runs; what they started ends with them."""
        # The server would log a traceback for each of them. It caches the level of its logger.
        for handler in logging.getLogger("_granian").handlers:
            handler.setLevel(logging.CRITICAL)
        for task in list(self.running):
            task.cancel()


def _last(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
        await send(message)

    return sent


def server(application: Application, told: Handover, head_patience: int) -> Server:
    """Make the HTTP server: HTTP/1.1 unless both were asked for, TLS 1.2 at least.

    A handshake of TLS that is not finished after ten seconds is closed: the server's own limit.
    """
    return Listening(
        application,
        told.listener,
        interface=Interfaces.ASGINL,
        http=HTTPModes.auto if told.settings.http2 else HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=head_patience),
        websockets=False,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        log_level=LogLevels.error,
        log_dictconfig=logs.GRANIAN,
        ssl_cert=told.certificate,
        ssl_key=told.key,
        ssl_protocol_min=SSLProtocols.tls12,
    )


async def serve(
    application: Application,
    told: Handover,
    lifeline: Lifeline,
    head_patience: int = HEADER_PATIENCE,
) -> bool:
    """Answer requests until told to stop, then drain; False when the server ended by itself.

    `head_patience`: milliseconds for the head of a request, and for a connection that is idle.
    """
    streams = Streams(application)
    http = server(streams, told, head_patience)
    listener = os.fstat(told.listener).st_ino
    lifeline.watch()
    serving = asyncio.create_task(http.serve())
    stop = asyncio.create_task(lifeline.told.wait())
    await asyncio.wait({serving, stop}, timeout=SETTLE, return_when=asyncio.FIRST_COMPLETED)
    if not serving.done():
        lifeline.ready()
        await asyncio.wait({serving, stop}, return_when=asyncio.FIRST_COMPLETED)
    if not serving.done():
        await _part(listener, streams, lifeline)
        cast("Any", http).stop()
        await _drain(serving, streams, told.settings.drain, lifeline)
        return True
    stop.cancel()
    serving.result()
    return False


async def _part(listener: int, streams: Streams, lifeline: Lifeline) -> None:
    """Accept nobody any more, and let those who were just accepted make their first request.

    The server itself closes connections without a request as it stops accepting: who came in the
    last instant would be turned away. Clients that keep their connection are told to leave it.
    """
    streams.parting = True
    _put_in_place_of(listener)
    hurry = asyncio.create_task(lifeline.hurry.wait())
    await asyncio.wait({hurry}, timeout=PARTING)
    hurry.cancel()


def _put_in_place_of(listener: int) -> None:
    """Put a socket to which nobody connects in the place of the listener with that inode.

    The HTTP server goes on to accept, on that one. The listener itself lives on in the supervisor
    or is closed by this.
    """
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind("")
        deaf.listen(1)
        deaf.settimeout(0)
        for entry in Path("/proc/self/fd").iterdir():
            with contextlib.suppress(OSError):
                if os.fstat(int(entry.name)).st_ino == listener:
                    os.dup2(deaf.fileno(), int(entry.name), inheritable=False)


async def _drain(
    serving: "asyncio.Task[Any]", streams: Streams, drain: float, lifeline: Lifeline
) -> None:
    """Wait for open requests, so many seconds or until told to hurry; then cut them."""
    hurry = asyncio.create_task(lifeline.hurry.wait())
    await asyncio.wait({serving, hurry}, timeout=drain, return_when=asyncio.FIRST_COMPLETED)
    hurry.cancel()
    if not serving.done():
        log.warning("drain.cut", streams=len(streams.running))
        streams.cut()
        await asyncio.wait({serving}, timeout=CUT_PATIENCE)
