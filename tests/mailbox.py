"""Mails as tests receive them: a box in memory, and a mail server that speaks plain SMTP."""

import asyncio
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self

from tests.world import World
from watchword.surfaces.mails.sending import Mailer
from watchword.work.listeners import LISTENERS

SITE = "https://git.example.test"
SENDER = "noreply@git.example.test"
TOLD_BY_MAIL = {event.name for event, names in LISTENERS.items() if "mails.tell" in names}


class Box:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.mails: dict[str, EmailMessage] = {}

    def send(self, key: str, message: EmailMessage) -> None:
        # Through bytes and back, as on the way to a reader.
        self.mails[key] = message_from_bytes(message.as_bytes(), policy=policy.default)

    @property
    def texts(self) -> list[str]:
        return [mail.get_content() for mail in self.mails.values()]


class Post:
    """Tells what happened in a small world; each fact once."""

    def __init__(self, world: World) -> None:
        self.box = Box()
        self._world = world
        self._mailer = Mailer(world.database, self.box, SENDER, SITE)
        self._told: set[int] = set()
        self.forget()

    def forget(self) -> None:
        """Tell nothing of what happened up to now."""
        self._told |= {event.id for event in self._events()}

    def deliver(self) -> list[EmailMessage]:
        """Send the mails about what happened since; gives them."""
        self.box.mails.clear()
        for event in self._events():
            if event.id not in self._told and event.name in TOLD_BY_MAIL:
                self._mailer.tell(event)
        self.forget()
        return list(self.box.mails.values())

    def tell(self, event) -> None:
        self._mailer.tell(event)

    def _events(self):
        return reversed(self._world.read(lambda work: work.events.latest(500)))


class MailServer:
    """Takes mails on a port of loopback; refuses recipients whose address begins with "no"."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._session, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        await server.wait_closed()

    async def _session(self, reader, writer) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await say("220 ready")
        while line := (await reader.readline()).decode().strip():
            verb = line.upper().split(":")[0]
            if verb == "DATA":
                await say("354 go on")
                content = await reader.readuntil(b"\r\n.\r\n")
                self.taken.append(message_from_bytes(content[:-5], policy=policy.default))
            if verb == "RCPT TO" and "<no" in line:
                await say("550 nobody of that name")
            else:
                await say("221 bye" if verb == "QUIT" else "250 fine")
            if verb == "QUIT":
                break
        writer.close()
        await writer.wait_closed()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
