"""Fills the folders of forks, and brings what is new in their sources."""

import asyncio
import os
from collections.abc import Callable, Coroutine, Sequence

from watchword.access.gate import Grant
from watchword.contents import compare, reading
from watchword.contents.model import Entry, Kind
from watchword.contents.ports import Store
from watchword.contents.signature import Signature
from watchword.git_process.copying import carry, copy, place, refs_of
from watchword.git_process.new_objects import NewObjects
from watchword.git_process.objects import GitObjects
from watchword.git_process.parts import Parts
from watchword.git_process.ref_writer import RefWriter
from watchword.git_process.runner import GitFailed
from watchword.git_process.running import answer_of
from watchword.git_process.slots import Claim
from watchword.kernel.events import Origin
from watchword.ref_updates.model import BRANCHES, Command
from watchword.repositories.model import Repository
from watchword.work.ref_changes import Change
from watchword.work.unit import Work

FILLING = Origin(kind="system", request="fork")
"""Names the lock that a copy holds, as pushes have theirs."""
MOST_ANSWER = 4_096
MOST_BRANCHES = 10_000
WORKFLOWS = ".github/workflows"
FIRST = "Initial commit\n"


class ForkFiller:
    """Copies between folders on this machine's disk."""

    def __init__(self, parts: Parts) -> None:
        """Work with the parts that requests of git share."""
        self._parts = parts
        self._refs = RefWriter(parts)

    def begin(self, story: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Begin something that goes on when nobody waits for it any more."""
        return self._parts.background.begin(story)

    async def has_branches(self, key: str) -> bool:
        """Whether anything was ever committed."""
        folder = self._parts.layout.checked(key)
        return bool(await asyncio.to_thread(refs_of, folder))

    def is_filling(self, key: str) -> bool:
        """Whether somebody is at it now."""
        return not self._parts.presence.is_over(key, FILLING)

    async def fill(self, source: str, target: str, account: str, branch: str | None) -> None:
        """Copy branches and tags, or one branch; nothing happens where that was done before.

        Raises Busy, TooLarge, and GitFailed.
        """
        present = self._parts.presence.show(target, FILLING)
        try:
            if not refs_of(self._parts.layout.checked(target)):
                await copy(self._parts, source, target, account, branch)
        finally:
            os.close(present)

    async def begin_as(
        self, template: Repository, target: Repository, who: Signature, *, all_branches: bool
    ) -> None:
        """Let a new repository begin with what stands in a template: one commit for each branch.

        Raises Busy, and GitFailed.
        """
        layout, account = self._parts.layout, f"user {target.owner}"
        tops = await asyncio.to_thread(self._trees, template, all_branches)
        await carry(self._parts, template.key, target.key, account, [tree for _, tree in tops])
        objects = NewObjects(layout.checked(target.key))

        def commits() -> Sequence[tuple[bytes, str]]:
            return [(ref, objects.commit(tree, (), who, FIRST)) for ref, tree in tops]

        await place(self._parts, target.key, await asyncio.to_thread(commits))
        layout.point_head(target.key, template.default_branch)

    def _trees(self, template: Repository, all_branches: bool) -> Sequence[tuple[bytes, str]]:  # noqa: FBT001 - for a thread
        folder = self._parts.layout.checked(template.key)
        store = GitObjects(folder)
        default = (BRANCHES + template.default_branch).encode("utf-8", "surrogateescape")
        refs = store.refs(BRANCHES.encode(), MOST_BRANCHES)
        wanted = [one for one in refs if all_branches or one[0] == default]
        return [(ref, reading.commit(store, name).tree) for ref, name in wanted]

    async def leads_to(self, key: str, old: str, new: str, account: str) -> bool:
        """Whether one commit comes before another one in that repository, which may lack one.

        Raises Busy.
        """
        parts = self._parts
        seat = await parts.queue.seat(Claim(key, account))
        try:
            child = parts.runner.start(
                ("merge-base", "--is-ancestor", old, new),
                parts.layout.checked(key),
                keep=seat.descriptors,
            )
        finally:
            seat.leave()
        try:
            await answer_of(child, MOST_ANSWER)
        except GitFailed as failed:
            if failed.status <= 0:
                raise
            return False
        return True

    async def bring(self, source: str, target: str, commit: str, account: str) -> None:
        """Copy a commit with all that it leads to. Raises Busy, and GitFailed."""
        await carry(self._parts, source, target, account, [commit])

    def branch(self, key: str, name: str) -> str | None:
        """The commit on top of a branch. Blocks."""
        found = refs_of(self._parts.layout.checked(key), name)
        return found[0][1] if found else None

    async def new_workflow(self, key: str, old: str | None, new: str) -> str | None:
        """A path below `.github/workflows` that differs between two commits; None: none."""
        return await asyncio.to_thread(self._new_workflow, key, old, new)

    def _new_workflow(self, key: str, old: str | None, new: str) -> str | None:
        store = GitObjects(self._parts.layout.checked(key))
        before = _workflows(store, old) if old is not None else None
        after = _workflows(store, new)
        if after is None or (before is not None and before.id == after.id):
            return None
        if after.kind is not Kind.TREE:
            return WORKFLOWS
        old_tree = before.id if before is not None and before.kind is Kind.TREE else None
        found = compare.between(store, old_tree, after.id).files
        return next((f"{WORKFLOWS}/{one.shown}" for one in found if one.after is not None), None)

    async def move(
        self,
        repository: Repository,
        command: Command,
        authorise: Callable[[Work], Grant[Repository]],
        origin: Origin,
    ) -> None:
        """Move a ref, recorded as a push is. Raises Conflict, Invalid, and Busy."""
        await self._refs.update_refs(Change(repository, [command], authorise, origin))


def _workflows(store: Store, commit: str) -> Entry | None:
    tree = reading.commit(store, commit).tree
    return reading.lookup(store, tree, (b".github", b"workflows"))
