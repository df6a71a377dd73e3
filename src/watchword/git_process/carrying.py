"""One push in the hands of git, from its start to the row that closes it."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import nullcontext, suppress

from watchword.git_process.answering import Answer
from watchword.git_process.closing import close
from watchword.git_process.feeding import Feeding
from watchword.git_process.hooks import ASK, VERDICT, PushHooks
from watchword.git_process.judging import Judge
from watchword.git_process.parts import Parts
from watchword.git_process.pipes import Reading, Writing
from watchword.git_process.runner import GitFailed
from watchword.git_process.running import Running
from watchword.git_process.slots import Seat
from watchword.git_transport import report as reports
from watchword.git_transport import sideband
from watchword.git_transport.commands import Head
from watchword.git_transport.pktline import Mark, Reader
from watchword.git_transport.report import Report, with_reasons
from watchword.git_transport.sideband import Band
from watchword.kernel.errors import Malformed
from watchword.ref_updates.model import Command
from watchword.work.git_host import Pushing, Source, Visit

COMMAND = ("receive-pack", "--stateless-rpc", ".")
UNBOUNDED = 2**62
LONGEST_REPORT = 16 * 2**20
"""Bytes."""
TIDY_TRIES = 5
TIDY_PAUSE = 0.1
"""Seconds; what is in use all that time is left to upkeep."""
BROKE_OFF = "git broke off"


class Carrying:
    """Has git carry out the commands of a push that were not refused by name."""

    def __init__(
        self, parts: Parts, visit: Visit, push: Pushing, head: Head, kept: Sequence[Command]
    ) -> None:
        """Nothing is started yet."""
        self._parts = parts
        self._visit = visit
        self._push = push
        self._head = head
        self._kept = kept
        self._judge: Judge | None = None

    @property
    def deciding(self) -> bool:
        """Whether the push may be open: it is then carried to its end, client or not."""
        return self._judge is not None and self._judge.deciding

    async def run(self, source: Source, pack: bytes, seat: Seat, answer: Answer) -> Report:
        """Start git, feed it, pass on its progress, and record what it did."""
        hooks = self._parts.hooks.for_push()
        present = self._parts.presence.show(self._visit.key, self._push.origin)
        try:
            atomic = self._head.capabilities.atomic
            judge = Judge(self._parts, self._visit, self._push, hooks, atomic=atomic)
            self._judge = judge
            git, judging = self._start(judge, hooks, (*seat.descriptors, present, hooks.held))
            held = self._visit.dialogue
            first = self._head.encode(self._kept) + pack
            feeding = Feeding(git, source, first, at_once=held)
            try:
                text = await _relay(git, answer)
                await git.ended()
                with suppress(Exception) if judge.deciding else nullcontext():
                    await feeding.finish(drain=not held)
            except BaseException:
                self._parts.background.begin(_tidied(self._parts, self._visit.key, git))
                raise
            finally:
                git.close()
                await feeding.stop()
                if not judge.deciding:
                    judging.cancel()
                await asyncio.gather(judging, return_exceptions=True)
            for one in judge.remarks:
                await answer.remark(one)
            return await self._record(judge, text)
        finally:
            os.close(present)
            hooks.remove()

    def _start(
        self, judge: Judge, hooks: PushHooks, keep: tuple[int, ...]
    ) -> tuple[Running, asyncio.Task[None]]:
        """Start git and the one who answers its hook, with two pipes between them."""
        heard, asking = os.pipe()
        answered, telling = os.pipe()
        try:
            child = self._parts.runner.start(
                COMMAND,
                self._parts.layout.checked(self._visit.key),
                protocol=self._visit.version.variable,
                hooks=hooks.folder,
                extra={ASK: str(asking), VERDICT: str(answered)},
                keep=(*keep, asking, answered),
            )
        except BaseException:
            os.close(heard)
            os.close(telling)
            raise
        finally:
            os.close(asking)
            os.close(answered)
        os.set_blocking(heard, False)
        os.set_blocking(telling, False)
        hearing = judge.hear(Reading(heard), Writing(telling), self._kept, keep)
        return Running(child), asyncio.create_task(hearing)

    async def _record(self, judge: Judge, text: bytes) -> Report:
        """Close the push, if it was opened, and say what became of it."""
        report = _parsed(text)
        if judge.opened is None:
            if report is None:
                report = Report(BROKE_OFF, {one.ref: BROKE_OFF for one in self._kept})
            if report.done:
                raise GitFailed("git moved refs that nobody let through")
            return with_reasons(report, judge.reasons)
        done = await self._done(judge, report)
        push = self._push
        await close(self._parts, judge.opened, done, push.default_branch, push.origin)
        if report is None:
            moved = {one.ref for one in done}
            rest = {one.ref: BROKE_OFF for one in self._kept if one.ref not in moved}
            report = Report(refused=rest, done=list(moved))
        return with_reasons(report, judge.reasons)

    async def _done(self, judge: Judge, report: Report | None) -> list[Command]:
        """What git did: as it says; or, when it says nothing, as the refs on the disk say."""
        if report is None:
            settling = self._parts.settling
            return await asyncio.to_thread(settling.done, self._visit.key, judge.allowed)
        moved = frozenset(report.done)
        return [one for one in judge.allowed if one.ref in moved]


async def _tidied(parts: Parts, key: str, git: Running) -> None:
    """Remove what git leaves behind when it is ended in the middle of a push: its quarantine."""
    await git.ended()
    for _ in range(TIDY_TRIES):
        await asyncio.sleep(TIDY_PAUSE)
        if await asyncio.to_thread(parts.settling.tidy, key):
            return


async def _relay(git: Running, answer: Answer) -> bytes:
    """Pass git's progress on and hold its report back; gives the report."""
    reader = Reader(UNBOUNDED)
    held = bytearray()
    while block := await git.stdout.read():
        reader.feed(block)
        for found in reader:
            if isinstance(found, Mark):
                continue
            band, payload = sideband.read(found)
            held += payload if band is Band.DATA else b""
            if len(held) > LONGEST_REPORT:
                raise GitFailed("the report of the push has no end")
            if band is not Band.DATA or not payload:
                await answer.progress(found)
    return bytes(held)


def _parsed(text: bytes) -> Report | None:
    """The report, or None when git broke off before its end."""
    try:
        return reports.parse(text)
    except Malformed:
        return None
