"""Bringing a branch of a fork to where the same branch of its source stands.

Only forward: where both have commits of their own, that is for git and a person to solve.
"""

import asyncio
from collections.abc import Callable
from enum import Enum
from typing import Protocol

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import Grant, allows, require
from watchword.access.table import forks as table
from watchword.access.table import git, repositories
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotPermitted
from watchword.kernel.events import Origin
from watchword.kernel.ids import RepoId
from watchword.ref_updates.model import BRANCHES, ZERO, Command
from watchword.ref_updates.names import is_branch_name
from watchword.repositories.model import Repository
from watchword.work import large_files
from watchword.work.unit import Database, Work

NOT_A_FORK = "The repository is not a fork."
CONFLICT = "There are merge conflicts"
WORKFLOW = (
    "refusing to allow this credential to create or update workflow `{path}` "
    "without `workflow` scope"
)


class Merge(Enum):
    """What became of the branch."""

    NONE = "none"
    FAST_FORWARD = "fast-forward"


class Merged(Struct, frozen=True):
    """What became of it, and with what it was compared."""

    merge: Merge
    base: str
    """OWNER:BRANCH of the source."""


class Disk(Protocol):
    """Branches and objects of repositories."""

    def branch(self, key: str, name: str) -> str | None:
        """The commit on top of a branch. Blocks."""

    async def leads_to(self, key: str, old: str, new: str, account: str) -> bool:
        """Whether one commit comes before another one, in that repository."""

    async def bring(self, source: str, target: str, commit: str, account: str) -> None:
        """Copy a commit with all that it leads to."""

    async def new_workflow(self, key: str, old: str | None, new: str) -> str | None:
        """A path below `.github/workflows` that differs between two commits; None: none."""

    async def move(
        self,
        repository: Repository,
        command: Command,
        authorise: Callable[[Work], Grant[Repository]],
        origin: Origin,
    ) -> None:
        """Move a ref, recorded as a push is."""


class Upstream:
    """Brings forks up to date."""

    def __init__(self, database: Database, disk: Disk) -> None:
        """Take what it is made of."""
        self._database = database
        self._disk = disk

    async def merge(self, actor: Actor, fork: RepoId, branch: str) -> Merged:
        """Bring a branch forward. Raises Invalid, Conflict where both went on, and Busy."""

        def pair(work: Work) -> tuple[Repository, Repository]:
            found = work.repositories.by_id(fork, actor.user)
            target = require(actor, table.MERGE_UPSTREAM, found).target
            parent = work.lineage.of(target.id).parent
            if parent is None:
                raise Invalid(FieldError("Repository", "fork", "custom", NOT_A_FORK))
            source = work.repositories.by_id(parent, actor.user)
            return target, require(actor, repositories.READ, source).target

        target, source = await self._database.read(pair, actor.origin)
        if not is_branch_name(branch):
            raise Invalid(FieldError("Repository", "branch", "invalid"))
        here = await asyncio.to_thread(self._disk.branch, target.key, branch)
        there = await asyncio.to_thread(self._disk.branch, source.key, branch)
        base = f"{source.owner_login}:{branch}"
        if there is None:
            raise Invalid(FieldError("Repository", "branch", "custom", f"{base} does not exist"))
        account = f"user {actor.user}"
        if here == there or (here and await self._is_ahead(target, here, there, account)):
            return Merged(Merge.NONE, base)
        if here and not await self._disk.leads_to(source.key, here, there, account):
            raise Conflict(CONFLICT)
        await self._must_bring_no_workflow(actor, source, target, (here, there))
        await self._disk.bring(source.key, target.key, there, account)
        await asyncio.to_thread(large_files.copy, self._database, source.id, fork)

        def authorise(work: Work) -> Grant[Repository]:
            return require(actor, git.EDIT, work.repositories.by_id(fork, actor.user))

        command = Command(f"{BRANCHES}{branch}", here or ZERO, there)
        await self._disk.move(target, command, authorise, actor.origin)
        return Merged(Merge.FAST_FORWARD, base)

    async def _is_ahead(self, target: Repository, here: str, there: str, account: str) -> bool:
        return await self._disk.leads_to(target.key, there, here, account)

    async def _must_bring_no_workflow(
        self, actor: Actor, source: Repository, target: Repository, ends: tuple[str | None, str]
    ) -> None:
        if allows(actor, git.CHANGE_WORKFLOWS, target):
            return
        path = await self._disk.new_workflow(source.key, *ends)
        if path is not None:
            raise NotPermitted(WORKFLOW.format(path=path))
