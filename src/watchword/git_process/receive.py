"""Pushes: the commands are read before git starts, the report is held back until all is recorded.

read the head -> refuse refs by name -> start git with the rest -> quarantine -> verdict of the
hook, with the push opened before "yes" -> git moves the refs -> close the push -> report
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from watchword.git_process.answering import Answer
from watchword.git_process.carrying import Carrying
from watchword.git_process.parts import WAITING_BYTES, Parts
from watchword.git_process.slots import Claim, Seat
from watchword.git_transport.commands import Head, HeadReader
from watchword.git_transport.pktline import FLUSH
from watchword.git_transport.report import Report, with_reasons
from watchword.kernel.errors import Malformed
from watchword.ref_updates import rules
from watchword.ref_updates.model import Command
from watchword.work.git_host import Pushing, Sink, Source, Visit


async def receive(parts: Parts, visit: Visit, push: Pushing, source: Source, sink: Sink) -> None:
    """Take a push.

    When it is cancelled (the client went away, the server stops), git is ended; unless the push is
    open already: then it is carried to its end in the background. Raises Busy, Malformed and
    TooLarge before anything was sent.
    """
    first, whole = await source.head(WAITING_BYTES)
    if whole and first == FLUSH:
        await sink.write(b"")
        return
    await asyncio.to_thread(parts.settling.settle_all, visit.repository)
    seat = await parts.queue.seat(Claim(visit.key, visit.account))
    taking = Taking(parts, visit, push, source, sink)
    task = parts.background.begin(taking.run(seat))
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        if not taking.leave():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        raise


class Taking:
    """One push."""

    def __init__(
        self, parts: Parts, visit: Visit, push: Pushing, source: Source, sink: Sink
    ) -> None:
        """Nothing is done yet."""
        self._parts = parts
        self._visit = visit
        self._push = push
        self._source = source
        self._sink = sink
        self._answer: Answer | None = None
        self._carrying: Carrying | None = None

    def leave(self) -> bool:
        """The client has gone. Gives whether the push goes on without it."""
        if self._answer is None or not self._must_go_on():
            return False
        self._answer.gone = True
        return True

    async def run(self, seat: Seat) -> None:
        """Take the push, then let go of the seat."""
        try:
            head, pack = await self._head()
            refused = self._refused(head)
            self._answer = Answer(
                self._sink, head.capabilities, self._visit.remark, self._must_go_on
            )
            kept = [one for one in head.commands if one.ref not in refused]
            if kept:
                report = await self._carry(head, kept, pack, seat)
            else:
                if not self._visit.dialogue:
                    await self._drain()
                report = Report()
            order = [one.ref for one in head.commands]
            await self._answer.end(with_reasons(report, refused), order)
        finally:
            seat.leave()

    async def _head(self) -> tuple[Head, bytes]:
        reader = HeadReader()
        while block := await self._source.read():
            if (head := reader.feed(block)) is not None:
                return head, reader.rest()
        raise Malformed("the push breaks off in its commands")

    def _refused(self, head: Head) -> dict[str, str]:
        refused = rules.refusals(head.commands, self._push.default_branch)
        if head.complaint:
            refused = {one.ref: head.complaint for one in head.commands}
        return rules.whole(head.commands, refused) if head.capabilities.atomic else refused

    async def _carry(self, head: Head, kept: Sequence[Command], pack: bytes, seat: Seat) -> Report:
        assert self._answer is not None
        self._carrying = Carrying(self._parts, self._visit, self._push, head, kept)
        return await self._carrying.run(self._source, pack, seat, self._answer)

    async def _drain(self) -> None:
        """Read the pack that nobody wants: a client that is still sending reads no answer."""
        with suppress(Malformed):
            while await self._source.read():
                pass

    def _must_go_on(self) -> bool:
        return self._carrying is not None and self._carrying.deciding
