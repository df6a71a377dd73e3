"""Changes of refs that no client of git asked for: by the web, by the API.

They go the way of a push: opened before git moves a ref, closed after, recorded once.
"""

import asyncio
import os
from collections.abc import Sequence

from watchword.git_process.ancestry import straight
from watchword.git_process.closing import close
from watchword.git_process.parts import Parts
from watchword.git_process.runner import GitFailed, body_file
from watchword.git_process.running import answer_of
from watchword.git_process.slots import Claim
from watchword.kernel.errors import Conflict, FieldError, Invalid
from watchword.ref_updates import protected, rules
from watchword.ref_updates.model import Command
from watchword.ref_updates.service import Opened, open_push
from watchword.repositories.protection import Protection
from watchword.work.ref_changes import Change
from watchword.work.unit import Work

COMMAND = ("update-ref", "--stdin", "-z")
ELSEWHERE = "a ref stands elsewhere by now, or its name clashes with another one"
MOST_ANSWER = 65_536


class RefWriter:
    """Moves refs to objects that are in the repository already."""

    def __init__(self, parts: Parts) -> None:
        """Work with the parts that requests of git share."""
        self._parts = parts
        self._moving: set[asyncio.Task[None]] = set()

    async def update_refs(self, change: Change) -> None:
        """Move the refs. Begun, it is carried to its end, whether or not somebody waits for it.

        The objects must be on the disk for good (libgit2: with its option to fsync). Raises Invalid
        for a name that is not allowed or a branch that is protected, Conflict when a ref stands
        elsewhere than its command says, Busy, and what the gate raises.
        """
        refused = rules.refusals(change.commands, change.repository.default_branch)
        for ref, reason in refused.items():
            raise Invalid(FieldError("Reference", "ref", "custom", f"{ref}: {reason}"))
        task = asyncio.create_task(self._seated(change))
        self._moving.add(task)
        task.add_done_callback(self._moving.discard)
        await asyncio.shield(task)

    async def _seated(self, change: Change) -> None:
        repository, origin = change.repository, change.origin
        await asyncio.to_thread(self._parts.settling.settle_all, repository.id)
        seat = await self._parts.queue.seat(Claim(repository.key, f"user {origin.user}"))
        present = self._parts.presence.show(repository.key, origin)
        try:
            await self._move(change, (*seat.descriptors, present))
        finally:
            os.close(present)
            seat.leave()

    async def _move(self, change: Change, keep: Sequence[int]) -> None:
        going_on = await self._straight(change, keep)

        def unit(work: Work) -> Opened:
            return open_push(work, change.authorise(work), change.commands, going_on)

        opened = await self._parts.database.write(unit, change.origin)
        if opened.others:
            await asyncio.to_thread(self._parts.settling.settle, opened.others)
        key = change.repository.key
        child = self._parts.runner.start(
            COMMAND,
            self._parts.layout.checked(key),
            stdin=body_file(_instructions(change.commands)),
            keep=keep,
        )
        done: Sequence[Command] = change.commands
        try:
            await answer_of(child, MOST_ANSWER)
        except GitFailed as failed:
            # An error of git's own leaves all refs as they were; of a signal the disk tells.
            settling = self._parts.settling
            done = []
            if failed.status <= 0:
                done = await asyncio.to_thread(settling.done, key, change.commands)
        await close(self._parts, opened, done, change.repository.default_branch, change.origin)
        if len(done) != len(change.commands):
            raise Conflict(ELSEWHERE)

    async def _straight(self, change: Change, keep: Sequence[int]) -> frozenset[Command]:
        """The changes of protected branches that go on from where the branch stood."""

        def unit(work: Work) -> Sequence[Protection]:
            return protected.rules_of(work, change.repository)

        found = await self._parts.database.read(unit, change.origin)
        folder = self._parts.layout.checked(change.repository.key)

        async def ask(command: list[str], given: bytes) -> bytes:
            runner = self._parts.runner
            child = runner.start(command, folder, stdin=body_file(given), keep=keep)
            return await answer_of(child, MOST_ANSWER)

        return await straight(ask, protected.unsure(found, change.commands))


def _instructions(commands: Sequence[Command]) -> bytes:
    """One transaction for git-update-ref(1), in its form with NULs."""
    lines = [f"update {one.ref}\0{one.new}\0{one.old}\0" for one in commands]
    return "".join(lines).encode("utf-8", "surrogateescape")
