"""Takes messages off their queue and sends them, until told to stop.

The queue is one of its own, beside that of the jobs: a receiver that takes ten seconds to say
nothing holds up other messages to itself, and no mail and no maintenance.
"""

import asyncio
from collections import Counter
from typing import Final
from urllib.parse import urlsplit

import structlog

from watchword.authn import resolve
from watchword.kernel.entropy import Entropy
from watchword.kernel.ids import HookId
from watchword.kernel.secret import Secret, Unreadable
from watchword.surfaces.hook_delivery.reachable import FORBIDDEN
from watchword.surfaces.hook_delivery.sending import Sender, envelope
from watchword.webhooks import service
from watchword.webhooks.model import Message, Outcome
from watchword.work.lanes import Lanes
from watchword.work.unit import Database, Work

log = structlog.get_logger("watchword.hooks")

LANES: Final = 8
OF_ONE_HOOK: Final = 2
"""Messages to one webhook at a time."""
LEASE: Final = 120
"""Seconds after which a message counts as abandoned by who took it."""
PAUSES: Final = (15, 60, 300, 1_800)
"""Seconds before the second, third … try; after the last one a message waits no longer."""
WORTH_ANOTHER_TRY: Final = frozenset({0, 408, 425, 429})
"""No answer at all, and answers that say "later" (RFC 9110, RFC 6585, RFC 8470); 5xx besides."""
NO_SECRET: Final = "the secret cannot be read; set it again"
FINAL: Final = frozenset({NO_SECRET, FORBIDDEN})
"""What another try would not change."""


class Postman:
    """Sends what waits."""

    def __init__(self, database: Database, entropy: Entropy, sender: Sender, site: str) -> None:
        """Take the queue's database and what sends; `site` is the address of this server."""
        self._database = database
        self._entropy = entropy
        self._sender = sender
        self._host = urlsplit(site).netloc
        self._origin = resolve.system().origin
        self._under_way: Counter[HookId] = Counter()

    async def run(self, stop: asyncio.Event, lanes: int = LANES) -> None:
        """Send in so many lanes until `stop` is set; ends when what was begun is done."""
        await Lanes("hooks", self._due, self._deliver).work_off(stop, lanes)

    async def once(self) -> bool:
        """Send the message that is due first; False when none is."""
        message = await self._due()
        if message is None:
            return False
        await self._deliver(message)
        return True

    async def _due(self) -> Message | None:
        """Claim the message that is due first and say that it is under way."""
        # Looked for without a turn to write: there is nothing to send nearly always.
        if not await self._database.glance(lambda work: work.hooks.is_due(work.now), self._origin):
            return None
        busy = [hook for hook, count in self._under_way.items() if count >= OF_ONE_HOOK]

        def claim(work: Work) -> Message | None:
            return work.hooks.claim(work.now, LEASE, busy)

        message = await self._database.write(claim, self._origin)
        if message is not None:
            self._under_way[message.hook.id] += 1
        return message

    async def _deliver(self, message: Message) -> None:
        try:
            await self._keep(message, await self._sent(message))
        finally:
            self._under_way -= Counter({message.hook.id: 1})

    async def _sent(self, message: Message) -> Outcome:
        def secret(work: Work) -> Secret | None:
            return service.secret_of(work, message.hook)

        try:
            found = await self._database.read(secret, self._origin)
        except Unreadable:
            # The operator took away the key under which it was sealed.
            return Outcome(message.hook.config.url, {}, NO_SECRET, 0, 0)
        return await self._sender.send(envelope(message, found, self._host))

    async def _keep(self, message: Message, outcome: Outcome) -> None:
        pause = _pause(message, outcome, self._entropy)

        def done(work: Work) -> None:
            again = None if pause is None else work.now + pause
            work.hooks.done(message, outcome, work.now, again)

        await self._database.write(done, self._origin)
        log.info(
            "hook.sent",
            hook=message.hook.id,
            about=message.event,
            delivery=message.guid,
            status=outcome.status_code,
            tries=message.tries,
        )


def _pause(message: Message, outcome: Outcome, entropy: Entropy) -> int | None:
    """Seconds until the next try, with chance in it; None for no other one."""
    later = outcome.status_code in WORTH_ANOTHER_TRY or outcome.status_code >= 500
    if outcome.status in FINAL or not later or message.tries > len(PAUSES):
        return None
    full = PAUSES[message.tries - 1]
    return max(1, round(full * (0.75 + int.from_bytes(entropy(4)) / 0xFFFF_FFFF / 4)))
