"""One connection: who is at the other end is known once a signature was verified, not before."""

import asyncio
from typing import Final, cast

import structlog
from asyncssh import (
    DISC_BY_APPLICATION,
    DISC_NO_MORE_AUTH_METHODS_AVAILABLE,
    SSHKey,
    SSHServer,
    SSHServerConnection,
    SSHServerConnectionOptions,
)
from msgspec import Struct

from watchword.kernel.events import Origin
from watchword.surfaces.ssh import texts
from watchword.surfaces.ssh.commands import Services
from watchword.surfaces.ssh.crowd import Crowd
from watchword.surfaces.ssh.session import GitChannel, Place, Session

log = structlog.get_logger("watchword.ssh")

MOST_OFFERS: Final = 20
"""Keys that open nothing, after which a connection ends: agents hold several keys."""
SUSPECT_OFFERS: Final = 4
"""The same, where too many came and failed."""
SUSPECT_WAIT: Final = 1.0
"""Seconds that such a one waits for each answer."""
HANDSHAKE: Final = 20.0
"""Seconds until a client has agreed on keys for the connection and says who it is."""
IDLE: Final = 600.0
"""Seconds without a command after which a connection ends; `ControlPersist` holds some open."""
MOST_SESSIONS: Final = 10
"""Of one connection at a time, as OpenSSH allows."""
WINDOW: Final = 1024 * 1024
"""Bytes that a client may send before it is told to go on."""
PACKET: Final = 32 * 1024
MOST_UNREAD: Final = 2 * 1024 * 1024
"""Bytes that came and were not yet looked at; no packet of the protocol is so long."""
LONGEST_AGENT: Final = 255
TOO_MANY: Final = "Too many authentication failures"
PARTING: Final = "Nothing more to do"


class Hall(Struct, frozen=True):
    """What all connections share."""

    services: Services
    crowd: Crowd
    site: str
    """The public address, without a slash at its end."""
    host: str
    connections: "set[Connection]"


class Connection(SSHServerConnection):
    """A connection that waits for its transport before it sends more, and reads only so much."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, options: SSHServerConnectionOptions, hall: Hall
    ) -> None:
        """Begin; the transport comes later."""
        super().__init__(loop, options)
        self._hall = hall
        self.room = asyncio.Event()
        self.room.set()
        self.sessions: set[Session] = set()
        self.parting = False
        self._key = ""
        self._idle: asyncio.TimerHandle | None = None
        self._entered = False
        self.tried = False
        self.address = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let it in where there is room."""
        peer = transport.get_extra_info("peername")
        self.address = peer[0] if peer else ""
        self._entered = self._hall.crowd.enter(self.address)
        if not self._entered:
            cast("asyncio.Transport", transport).abort()
            return
        self._hall.connections.add(self)
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None = None) -> None:
        """Know that it is over, if it ever began."""
        if self._entered:
            super().connection_lost(exc)

    def data_received(self, data: bytes, datatype: int | None = None) -> None:
        """Read; somebody who sends faster than they prove anything is cut off."""
        super().data_received(data, datatype)
        if len(self._inpbuf) > MOST_UNREAD:
            log.warning("connection.flooded", address=self.address)
            self.abort()

    def pause_writing(self) -> None:
        """Send nothing more: the library leaves its transport's buffer without a bound."""
        self.room.clear()

    def resume_writing(self) -> None:
        """Go on."""
        self.room.set()

    def prove(self, key: str) -> bool:
        """Know whose key it is; False: there are too many connections of that one."""
        if not self._hall.crowd.prove(self.address, key):
            return False
        self._key = key
        self._rest()
        return True

    def lost(self) -> None:
        """It is over."""
        self._hall.connections.discard(self)
        if self._entered:
            self._entered = False
            self._hall.crowd.leave(self.address, key=self._key, tried=self.tried)
        self._wake()

    def begin(self, session: Session) -> None:
        """A session begins."""
        self.sessions.add(session)
        self._wake()

    def over(self, session: Session) -> None:
        """A session is over; with the last one of a server that stops, the connection is."""
        self.sessions.discard(session)
        if self.sessions:
            return
        if self.parting:
            self.bye()
        elif self._entered:
            self._rest()

    def _rest(self) -> None:
        self._wake()
        self._idle = asyncio.get_running_loop().call_later(IDLE, self.bye)

    def _wake(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def part(self) -> None:
        """End with the last session: the server stops."""
        self.parting = True
        if not self.sessions:
            self.bye()

    def bye(self) -> None:
        """End it in order."""
        self.disconnect(DISC_BY_APPLICATION, PARTING)


class Doorkeeper(SSHServer):
    """Hears the client's proofs. One for each connection."""

    def __init__(self, hall: Hall) -> None:
        """Know nobody yet."""
        self._hall = hall
        self._conn: Connection | None = None
        self._named = False
        self._password_seen = False
        self._offers = 0
        self._latest: str | None = None
        """The key of the newest proof *or offer* that opens something: no identity."""
        self._key = ""
        self._timer: asyncio.TimerHandle | None = None

    @property
    def _here(self) -> Connection:
        assert self._conn is not None, "the connection was made before anything else"
        return self._conn

    def connection_made(self, conn: SSHServerConnection) -> None:
        """Expect somebody to say who they are before long."""
        assert isinstance(conn, Connection)
        self._conn = conn
        self._timer = asyncio.get_running_loop().call_later(HANDSHAKE, conn.abort)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Forget it."""
        self._calm()
        self._here.lost()

    def begin_auth(self, username: str) -> bool:
        """Everybody is called git; somebody else is told so and proves nothing."""
        self._calm()
        self._named = username == texts.USER
        if not self._named:
            self._here.send_auth_banner(texts.OTHER_NAME.format(host=self._hall.host))
        return True

    def public_key_auth_supported(self) -> bool:
        """Keys are what opens."""
        return True

    def password_auth_supported(self) -> bool:
        """Asked for once, so that somebody who has only a token learns where it works."""
        return self._named and not self._password_seen

    def validate_password(self, username: str, password: str) -> bool:  # noqa: ARG002
        """Refuse it unseen: it is not looked up, not counted by what it is, not logged."""
        self._here.tried = True
        self._password_seen = True
        self._here.send_auth_banner(texts.NO_PASSWORDS.format(site=self._hall.site))
        return False

    async def validate_public_key(self, username: str, key: SSHKey) -> bool:  # noqa: ARG002
        """Say whether a key opens anything.

        The library asks this of a mere offer as it does of a signature, before that is verified:
        so nothing here says who it is. It asks again for the request that brings a signature, and
        what follows until `auth_completed` happens at one stroke.
        """
        self._latest = None
        self._here.tried = True
        fingerprint = key.get_fingerprint()
        known = self._named and await self._knows(fingerprint)
        if not known:
            await self._wrong()
        self._latest = fingerprint if known else None
        return known

    def auth_completed(self) -> None:
        """Fix whose key it is: the signature is verified now."""
        if self._latest is None or not self._here.prove(self._latest):
            self._here.abort()
            return
        self._key = self._latest

    def session_requested(self) -> tuple[GitChannel, Session] | bool:
        """Open a session, if there are not too many."""
        conn = self._here
        if not self._key or conn.parting or len(conn.sessions) >= MOST_SESSIONS:
            return False
        channel = GitChannel(
            conn,
            asyncio.get_running_loop(),
            allow_pty=False,
            line_editor=False,
            line_echo=False,
            line_history=0,
            max_line_length=1,
            encoding=None,
            errors="strict",
            window=WINDOW,
            max_pktsize=PACKET,
        )
        place = Place(self._hall.services, self._key, self._origin(), conn.room, conn.over)
        session = Session(place)
        conn.begin(session)
        return channel, session

    async def _wrong(self) -> None:
        """Count a key that opens nothing: after some of them, that was it."""
        self._offers += 1
        suspect = self._hall.crowd.is_suspect(self._here.address)
        if suspect:
            await asyncio.sleep(SUSPECT_WAIT)
        if self._offers >= (SUSPECT_OFFERS if suspect else MOST_OFFERS):
            self._here.disconnect(DISC_NO_MORE_AUTH_METHODS_AVAILABLE, TOO_MANY)

    async def _knows(self, fingerprint: str) -> bool:
        return await self._hall.services.porter.knows(fingerprint, self._origin())

    def _origin(self) -> Origin:
        agent = str(self._here.get_extra_info("client_version", ""))[:LONGEST_AGENT]
        return Origin(address=self._here.address, agent=agent)

    def _calm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
