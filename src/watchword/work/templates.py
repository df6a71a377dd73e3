"""Making a repository that begins with what stands in a template: its files, not its history."""

import asyncio
from typing import Protocol

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import require
from watchword.access.table import forks as table
from watchword.access.table import git
from watchword.accounts.model import User
from watchword.contents.signature import Signature, signature
from watchword.kernel.clock import Clock
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import RepoId
from watchword.repositories import forking
from watchword.repositories.model import Repository
from watchword.repositories.service import Wanted
from watchword.work import large_files
from watchword.work.create_repository import RepositoryMaker
from watchword.work.unit import Database, Work


class FromTemplate(Struct, frozen=True):
    """What is to be made of which template."""

    template: RepoId
    owner: str | None
    """The login of who is to own it; None for the actor."""
    wanted: Wanted
    all_branches: bool = False


class Fill(Struct, frozen=True):
    """A repository that was made and is to begin with what stands in a template."""

    template: RepoId
    made: RepoId
    all_branches: bool = False


class Filler(Protocol):
    """Copies between folders."""

    async def begin_as(
        self, template: Repository, target: Repository, who: Signature, *, all_branches: bool
    ) -> None:
        """Let a new repository begin with what stands in a template."""


class Templates:
    """Makes repositories of templates."""

    def __init__(
        self, database: Database, maker: RepositoryMaker, filler: Filler, clock: Clock, host: str
    ) -> None:
        """Take what it is made of; `host` is the name behind the @ of who shows no address."""
        self._database = database
        self._maker = maker
        self._filler = filler
        self._clock = clock
        self._host = host

    async def generate(self, actor: Actor, asked: FromTemplate) -> RepoId:
        """Make a repository. Raises Invalid, and what the gate raises."""

        def before(work: Work) -> str:
            found = work.repositories.by_id(asked.template, actor.user)
            forking.must_be_template(work, require(actor, table.GENERATE, found))
            return _oneself(work, actor).login

        login = await self._database.read(before, actor.origin)
        made = await self._maker.make(actor, asked.owner or login, asked.wanted)
        await self.fill(actor, Fill(asked.template, made.id, all_branches=asked.all_branches))
        return made.id

    async def fill(self, actor: Actor, wanted: Fill) -> None:
        """Let a repository that was just made begin with the template. Raises Busy."""

        def both(work: Work) -> tuple[Repository, Repository, User]:
            found = work.repositories.by_id(wanted.template, actor.user)
            template = require(actor, table.GENERATE, found).target
            made = require(actor, git.EDIT, work.repositories.by_id(wanted.made, actor.user))
            return template, made.target, _oneself(work, actor)

        template, made, user = await self._database.read(both, actor.origin)
        who = signature(user, self._host, self._clock.seconds())
        await self._filler.begin_as(template, made, who, all_branches=wanted.all_branches)
        await asyncio.to_thread(large_files.copy, self._database, template.id, made.id)

        def after(work: Work) -> None:
            require(actor, git.EDIT, work.repositories.by_id(made.id, actor.user))
            work.lineage.began_as(made.id, template.id)
            begun = template.default_branch
            work.repositories.update(made.id, {"default_branch": begun}, work.now)
            work.repositories.copy_look(made.id, template.id)
            work.repositories.pushed(made.id, work.now)

        await self._database.write(after, actor.origin)


def _oneself(work: Work, actor: Actor) -> User:
    found = None if actor.user is None else work.users.by_id(actor.user)
    if found is None:
        raise NotFound
    return found
