"""One session on a connection: one command, with nothing of a terminal around it."""

import asyncio
from collections.abc import Callable
from typing import Final

import structlog
from asyncssh import EXTENDED_DATA_STDERR, SSHServerChannel, SSHServerSession
from asyncssh.packet import SSHPacket
from msgspec import Struct
from msgspec.structs import replace

from watchword.git_transport import version
from watchword.git_transport.version import Version
from watchword.kernel.errors import BadCredential, NotFound, Refused
from watchword.kernel.events import Origin
from watchword.surfaces.ssh import texts
from watchword.surfaces.ssh.commands import COMMANDS, Conversation, Services, greet
from watchword.surfaces.ssh.parsing import parse
from watchword.surfaces.ssh.streams import Inbox, Left, Outbox, TooSlow

log = structlog.get_logger("watchword.ssh")

PROTOCOL: Final = b"GIT_PROTOCOL"
BEGIN: Final = 30.0
"""Seconds for a session to say what it is for."""
FAILED: Final = 128
"""What git itself ends with when something is wrong."""
BITS: Final = 16
"""Bytes of entropy in the number of a command."""


class GitChannel(SSHServerChannel[bytes]):
    """A channel that takes one variable of the environment and no other."""

    def _process_env_request(self, packet: SSHPacket) -> bool:
        """Take GIT_PROTOCOL once; whatever else there is, is refused and not kept (attack 39)."""
        name, value = packet.get_string(), packet.get_string()
        packet.check_end()
        if name != PROTOCOL or len(value) > version.LONGEST or PROTOCOL in self._env:
            return False
        self._env[PROTOCOL] = value
        return True


class Place(Struct, frozen=True):
    """What a session knows of the connection that it is on."""

    services: Services
    key: str
    """The fingerprint of the key whose holder signed for this connection."""
    origin: Origin
    room: asyncio.Event
    """Whether the connection takes more to send."""
    over: Callable[["Session"], None]
    """Is told when the session is over."""


class Session(SSHServerSession[bytes]):
    """Answers one command."""

    def __init__(self, place: Place) -> None:
        """Wait for it."""
        self._place = place
        self._chan: SSHServerChannel[bytes] | None = None
        self._room = asyncio.Event()
        self._room.set()
        self._line: str | None = None
        self._task: asyncio.Task[None] | None = None
        self._inbox = Inbox(self._hold, self._go_on)
        self._patience = asyncio.get_running_loop().call_later(BEGIN, self.cut)

    def connection_made(self, chan: SSHServerChannel[bytes]) -> None:
        """Hold the channel."""
        self._chan = chan

    def shell_requested(self) -> bool:
        """Greet; there is no shell."""
        return True

    def exec_requested(self, command: str) -> bool:
        """Take the line; it is read by our own parser and by nothing else."""
        self._line = command
        return True

    def subsystem_requested(self, subsystem: str) -> bool:  # noqa: ARG002
        """Refuse sftp and whatever else there may be."""
        return False

    def session_started(self) -> None:
        """Begin to answer."""
        self._patience.cancel()
        self._task = asyncio.create_task(self._run())

    def data_received(self, data: bytes, datatype: int | None) -> None:  # noqa: ARG002
        """Hold what came."""
        self._inbox.put(data)

    def eof_received(self) -> bool:
        """Know that nothing more comes; what is on its way out goes on."""
        self._inbox.end()
        return True

    def pause_writing(self) -> None:
        """Wait: the client takes nothing more."""
        self._room.clear()

    def resume_writing(self) -> None:
        """Go on."""
        self._room.set()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Stop what was begun for somebody who has gone."""
        self._patience.cancel()
        if self._task is not None:
            self._task.cancel()
        self._place.over(self)

    def cut(self) -> None:
        """End it at once."""
        if self._chan is not None:
            self._chan.abort()

    def _hold(self) -> None:
        if self._chan is not None:
            self._chan.pause_reading()

    def _go_on(self) -> None:
        if self._chan is not None:
            self._chan.resume_reading()

    def _say(self, text: str) -> None:
        """Show a line to the person at the other end."""
        assert self._chan is not None, "sessions are started on a channel"
        if not self._chan.is_closing():
            self._chan.write(f"{text}\n".encode(), EXTENDED_DATA_STDERR)

    async def _run(self) -> None:
        chan = self._chan
        assert chan is not None, "sessions are started on a channel"
        number = self._place.services.entropy(BITS).hex()
        try:
            status = await self._answer(replace(self._place.origin, request=number))
        except TooSlow:
            status = self._complain(texts.TOO_SLOW)
        except Left:
            status = FAILED
        except Refused as error:
            status = self._complain(_reason(error))
        except Exception:
            log.exception("git not served", request=number)
            status = self._complain(texts.UNEXPECTED)
        chan.exit(status)

    async def _answer(self, origin: Origin) -> int:
        chan, services = self._chan, self._place.services
        assert chan is not None, "sessions are started on a channel"
        outbox = Outbox(chan.write, self._rooms, services.patience.sending)
        here = Conversation(
            self._place.key, origin, self._version(), self._inbox, outbox, self._say
        )
        if not self._line:
            return await greet(services, here)
        asked = parse(self._line)
        command = COMMANDS.get(asked.verb) if asked is not None else None
        if asked is None or command is None:
            raise NotFound(texts.UNKNOWN)
        return await command(services, here, asked)

    def _rooms(self) -> list[asyncio.Event]:
        return [self._room, self._place.room]

    def _version(self) -> Version:
        assert self._chan is not None, "sessions are started on a channel"
        return version.parse(self._chan.get_environment_bytes().get(PROTOCOL))

    def _complain(self, text: str) -> int:
        self._say(f"ERROR: {text}")
        return FAILED


def _reason(error: Refused) -> str:
    if isinstance(error, BadCredential):
        return texts.GONE
    return error.text or texts.NOT_FOUND
