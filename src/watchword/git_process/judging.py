"""The verdict on a push: asked by the hook while everything still lies in quarantine."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import structlog

from watchword.git_process.hooks import END, YES, PushHooks
from watchword.git_process.parts import Parts
from watchword.git_process.pipes import Reading, Writing
from watchword.git_process.quarantine import Quarantine
from watchword.git_process.runner import GitFailed
from watchword.kernel.errors import Refused
from watchword.ref_updates import protected, rules
from watchword.ref_updates.model import Command
from watchword.ref_updates.protected import Standing
from watchword.ref_updates.service import Opened, open_push
from watchword.repositories.protection import Protection
from watchword.work.git_host import Pushing, Visit
from watchword.work.unit import Work

log = structlog.get_logger("watchword.git")

LONGEST_QUESTION = 16 * 2**20
"""Bytes; twice the most that the commands of a push may be."""
FAILED = "the server could not check the push"
NO_LONGER = "you may no longer push here"


class NotAsked(Exception):  # noqa: N818 - says what happened
    """Git ended without running the hook: it has refused the push by itself."""


class Judge:
    """Hears the hook of one push, says yes or no, and opens the push before it says yes."""

    def __init__(
        self, parts: Parts, visit: Visit, push: Pushing, hooks: PushHooks, *, atomic: bool
    ) -> None:
        """Judge a push; with `atomic` all of it falls with one ref."""
        self._parts = parts
        self._visit = visit
        self._push = push
        self._hooks = hooks
        self._atomic = atomic
        self.opened: Opened | None = None
        self.allowed: tuple[Command, ...] = ()
        """What git may do, once the push is open."""
        self.reasons: dict[str, str] = {}
        """Refs that git may not move, and why."""
        self.remarks: list[str] = []
        """Lines for the person at the terminal about what is refused."""
        self._straight: frozenset[Command] = frozenset()
        """Changes of protected branches that go on from where the branch stood."""
        self.deciding = False
        """Whether the push may be open in the database: from then on it is carried to its end."""

    async def hear(
        self, question: Reading, verdict: Writing, commands: Sequence[Command], keep: Sequence[int]
    ) -> None:
        """Wait for the question and answer it. Whatever goes wrong, the answer is no."""
        try:
            objects, asked = await _read(question, commands)
            if await self._judge(objects, asked, keep):
                await verdict.write(YES)
        except NotAsked:
            pass
        except Exception:
            log.exception("push not judged", key=self._visit.key)
            self.reasons = {one.ref: FAILED for one in commands}
        finally:
            question.close()
            verdict.close()

    async def _judge(self, objects: Path, asked: Sequence[Command], keep: Sequence[int]) -> bool:
        reasons = await self._content(objects, asked, keep)
        reasons |= await self._protection(objects, asked, keep)
        if self._atomic:
            reasons = rules.whole(asked, reasons)
        self.reasons = reasons
        allowed = tuple(one for one in asked if one.ref not in reasons)
        if not allowed:
            return False
        if reasons:
            self._hooks.refuse(reasons)
        return await self._open(allowed)

    async def _content(
        self, objects: Path, asked: Sequence[Command], keep: Sequence[int]
    ) -> dict[str, str]:
        looked_at = self._push.flat or self._push.workflow_refusal is not None
        if not looked_at or all(one.deletes for one in asked):
            return {}
        quarantine = self._quarantine(objects, keep)
        if self._push.flat:
            return await quarantine.folder_refusals(asked)
        assert self._push.workflow_refusal is not None
        return await quarantine.workflow_refusals(asked, self._push.workflow_refusal)

    async def _protection(
        self, objects: Path, asked: Sequence[Command], keep: Sequence[int]
    ) -> dict[str, str]:
        """What the rules of protected branches refuse; they are asked again as the push opens."""

        def unit(work: Work) -> tuple[Sequence[Protection], Standing]:
            grant = self._push.authorise(work)
            found = protected.rules_of(work, grant.target)
            return found, protected.standing(work, grant, found)

        try:
            found, who = await self._parts.database.read(unit, self._push.origin)
        except Refused:
            return {}  # It is refused once more, and for good, as the push opens.
        if unsure := await asyncio.to_thread(protected.unsure, found, asked):
            self._straight = await self._quarantine(objects, keep).straight(unsure)
        judged = await asyncio.to_thread(protected.judge, found, who, asked, self._straight)
        refused = judged.refused
        for ref, reason in refused.items():
            self.remarks += [protected.FAILED.format(ref=ref), f"error: {reason}"]
        return dict.fromkeys(refused, protected.DECLINED)

    def _quarantine(self, objects: Path, keep: Sequence[int]) -> Quarantine:
        folder = self._parts.layout.path(self._visit.key)
        return Quarantine(self._parts.runner, folder, objects, keep)

    async def _open(self, allowed: tuple[Command, ...]) -> bool:
        def unit(work: Work) -> Opened:
            return open_push(work, self._push.authorise(work), allowed, self._straight)

        self.deciding = True
        try:
            opened = await self._parts.database.write(unit, self._push.origin)
        except Refused as refusal:
            self.deciding = False
            self.reasons |= {one.ref: refusal.text or NO_LONGER for one in allowed}
            return False
        self.opened, self.allowed = opened, allowed
        if opened.others:
            # What a crash left open is settled before this push may move a ref.
            await asyncio.to_thread(self._parts.settling.settle, opened.others)
        return True


async def _read(question: Reading, sent: Sequence[Command]) -> tuple[Path, list[Command]]:
    """Read the folder of the quarantine, then commands as git gives them to pre-receive."""
    text = bytearray()
    while not text.endswith(f"\n{END}\n".encode()):
        block = await question.read()
        if not block:
            raise NotAsked
        text += block
        if len(text) > LONGEST_QUESTION:
            raise GitFailed("the hook's question has no end")
    folder, *lines = text.decode("utf-8", "surrogateescape").split("\n")[:-2]
    parts = [line.split(" ", 2) for line in lines]
    asked = [Command(ref, old, new) for old, new, ref in parts]
    if not set(asked) <= set(sent):
        raise GitFailed("the hook was told of commands that the client did not send")
    return Path(folder), asked
