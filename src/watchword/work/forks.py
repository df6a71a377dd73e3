"""Making forks: the row first, then a copy of all that is in the source.

The copy may take long, so it goes on when the answer was given; until it is done nobody reaches the
fork by git. What a crash left half done is begun again by a job.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Final, Protocol

import structlog
from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import Grant, require
from watchword.access.table import forks as table
from watchword.accounts.model import SITE
from watchword.authn import resolve
from watchword.kernel.entropy import Entropy
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import RepoId
from watchword.repositories import forking, owners
from watchword.repositories.model import Repository
from watchword.repositories.owners import Owner
from watchword.repositories.ports import Folders as Disk
from watchword.work import large_files
from watchword.work.create_repository import KEY_BYTES
from watchword.work.unit import Database, Work

log = structlog.get_logger("watchword.forks")

PATIENCE: Final = 5.0
"""Seconds for which the answer waits for the copy: gh tries to clone for about six."""


class Filler(Protocol):
    """Copies between folders."""

    def begin(self, story: Coroutine[object, object, None]) -> "asyncio.Task[None]":
        """Begin something that goes on when nobody waits for it any more."""

    async def has_branches(self, key: str) -> bool:
        """Whether anything was ever committed."""

    def is_filling(self, key: str) -> bool:
        """Whether somebody is at it now."""

    async def fill(self, source: str, target: str, account: str, branch: str | None) -> None:
        """Copy branches and tags, or one branch; nothing happens where that was done before."""


class WantedFork(Struct, frozen=True):
    """What a fork is to be."""

    source: RepoId
    owner: str | None = None
    """The login of an organization that is to own it; None for the actor."""
    name: str | None = None
    only_default: bool = False


class Forks:
    """Makes forks."""

    def __init__(self, database: Database, folders: Disk, filler: Filler, entropy: Entropy) -> None:
        """Take what it is made of."""
        self._database = database
        self._folders = folders
        self._filler = filler
        self._entropy = entropy

    async def fork(self, actor: Actor, wanted: WantedFork) -> RepoId:
        """Make a fork; gives the one that is there already, where one is.

        Raises Invalid, NotPermitted for an empty source, and what the gate raises.
        """

        def before(work: Work) -> tuple[Repository, Repository | None]:
            grant, owner = _granted(work, actor, wanted)
            return grant.target, forking.existing(work, grant, owner.id)

        source, existing = await self._database.read(before, actor.origin)
        if existing is not None:
            return existing.id
        forking.must_not_be_empty(has_branch=await self._filler.has_branches(source.key))
        key = self._entropy(KEY_BYTES).hex()
        await asyncio.to_thread(self._folders.create, key, source.default_branch)
        try:
            made = await self._database.write(_making(actor, wanted, key), actor.origin)
        except BaseException:
            await asyncio.to_thread(self._folders.remove, key)
            raise
        if made.key != key:
            await asyncio.to_thread(self._folders.remove, key)
            return made.id
        task = self._filler.begin(self._filled(made.id))
        await asyncio.wait({task}, timeout=PATIENCE)
        return made.id

    async def finish(self) -> int:
        """Begin again what a crash left half copied, one after the other; gives how many."""
        actor = resolve.system()

        def unit(work: Work) -> list[Repository]:
            require(actor, table.FINISH, SITE)
            found = (work.repositories.by_id(one, None) for one in work.lineage.filling())
            return [one for one in found if one is not None]

        waiting = await asyncio.to_thread(self._database.read_now, unit, actor.origin)
        left = [one for one in waiting if not self._filler.is_filling(one.key)]
        for one in left:
            await self._filled(one.id)
        return len(left)

    async def _filled(self, fork: RepoId) -> None:
        """Copy, and note that it is done. What fails is tried again by the job."""
        actor = resolve.system()

        def unit(work: Work) -> tuple[Repository, Repository, str | None] | None:
            lineage, target = work.lineage.of(fork), work.repositories.by_id(fork, None)
            parent = None
            if lineage.parent is not None:
                parent = work.repositories.by_id(lineage.parent, None)
            if target is None or parent is None or lineage.filling_since is None:
                return None
            return parent, target, lineage.branch

        found = await asyncio.to_thread(self._database.read_now, unit, actor.origin)
        if found is None:
            await asyncio.to_thread(self._database.write_now, _note(fork, None), actor.origin)
            return
        source, target, branch = found
        try:
            await self._filler.fill(source.key, target.key, f"user {target.owner}", branch)
            await asyncio.to_thread(large_files.copy, self._database, source.id, fork)
        except Exception:
            log.exception("fork not filled", fork=fork)
            return
        await asyncio.to_thread(self._database.write_now, _note(fork, source), actor.origin)


def _granted(work: Work, actor: Actor, wanted: WantedFork) -> tuple[Grant[Repository], Owner]:
    """What is forked, and for whom. To make it somewhere else is asked for beside."""
    found = work.repositories.by_id(wanted.source, actor.user)
    grant = require(actor, table.FORK, found)
    owner: Owner | None = None if actor.user is None else work.users.by_id(actor.user)
    if wanted.owner is not None:
        owner = owners.by_login(work, wanted.owner, actor.user)
    if owner is None:
        raise NotFound
    if owner.id != actor.user:
        visibility = forking.visibility_of_fork(grant.target.visibility)
        require(actor, owners.creating(owner, visibility), owner)
    return grant, owner


def _making(actor: Actor, wanted: WantedFork, key: str) -> Callable[[Work], Repository]:
    def unit(work: Work) -> Repository:
        grant, owner = _granted(work, actor, wanted)
        found = forking.existing(work, grant, owner.id)
        return found or forking.fork(
            work, grant, owner, key, name=wanted.name, only_default=wanted.only_default
        )

    return unit


def _note(fork: RepoId, source: Repository | None) -> Callable[[Work], None]:
    def unit(work: Work) -> None:
        if work.repositories.by_id(fork, None) is None:
            return
        work.lineage.filled(fork)
        if source is None:
            return
        work.repositories.copy_look(fork, source.id)
        if source.pushed_at is not None:
            work.repositories.update(fork, {"pushed_at": source.pushed_at}, work.now)

    return unit
