"""The SSH server: accepts on a socket that somebody else made, and drains when it is told to."""

import asyncio
import logging
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import structlog
from asyncssh import SSHServerConnectionOptions

from watchword.surfaces.ssh.commands import Services
from watchword.surfaces.ssh.connection import PACKET, WINDOW, Connection, Doorkeeper, Hall
from watchword.surfaces.ssh.crowd import Crowd

log = structlog.get_logger("watchword.ssh")

VERSION: Final = "Watchword"
BACKLOG: Final = 1024
GRACE: Final = 120.0
"""Seconds to prove something: people type passphrases and touch security keys meanwhile."""
ALIVE: Final = 30.0
"""Seconds of silence after which a client is asked whether it is still there."""
DEAD: Final = 3
"""Questions without an answer after which it is not."""
PARTING: Final = 2.0
"""Seconds in which those who came just before a stop may begin."""
CUT: Final = 5.0
"""Seconds that sessions get to end after they were cut off."""


class SshServer:
    """Serves git over SSH on one socket."""

    def __init__(self, services: Services, crowd: Crowd, keys: Sequence[Path], site: str) -> None:
        """Prove who this server is by those host keys; `site` is its public address."""
        host = services.at.host
        self._hall = Hall(services, crowd, site, host, set())
        self._options = options(self._hall, keys)
        self._server: asyncio.Server | None = None

    async def listen(self, listener: socket.socket) -> None:
        """Begin to accept."""
        # It would tell of names and packets; what matters is logged here.
        logging.getLogger("asyncssh").setLevel(logging.CRITICAL)
        loop = asyncio.get_running_loop()

        def made() -> Connection:
            return Connection(loop, self._options, self._hall)

        self._server = await loop.create_server(made, sock=listener, backlog=BACKLOG)

    async def stop(self, drain: float, hurry: asyncio.Event) -> None:
        """Accept nobody any more, let commands end within `drain` seconds, then cut them off."""
        if self._server is not None:
            self._server.close()
        connections = self._hall.connections
        rushed = asyncio.ensure_future(hurry.wait())
        try:
            await self._until_empty(min(PARTING, drain), rushed)
            for one in list(connections):
                one.part()
            await self._until_empty(drain, rushed)
        finally:
            rushed.cancel()
        if connections:
            log.warning("drain.cut", connections=len(connections))
            for one in list(connections):
                one.abort()
            await self._until_empty(CUT, None)

    async def _until_empty(
        self, seconds: float, rushed: "asyncio.Future[Literal[True]] | None"
    ) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while self._hall.connections and loop.time() < until:
            if rushed is not None and rushed.done():
                return
            if seconds == PARTING and all(one.sessions for one in self._hall.connections):
                return
            await asyncio.sleep(0.05)


def options(hall: Hall, keys: Sequence[Path]) -> SSHServerConnectionOptions:
    """What the library does and does not do: keys, and nothing else that it could offer."""
    return SSHServerConnectionOptions(
        server_factory=lambda: Doorkeeper(hall),
        server_host_keys=[str(path) for path in keys],
        server_version=VERSION,
        public_key_auth=True,
        password_auth=True,
        kbdint_auth=False,
        host_based_auth=False,
        gss_host=None,
        gss_kex=False,
        gss_auth=False,
        allow_pty=False,
        line_editor=False,
        allow_scp=False,
        x11_forwarding=False,
        agent_forwarding=False,
        send_server_host_keys=True,
        encoding=None,
        window=WINDOW,
        max_pktsize=PACKET,
        # Packs are compressed already, and what is inflated before it is known has no bound.
        compression_algs=["none"],
        login_timeout=GRACE,
        keepalive_interval=ALIVE,
        keepalive_count_max=DEAD,
    )
