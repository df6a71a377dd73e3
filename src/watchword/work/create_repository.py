"""Making a repository: the folder first, then the row, then, if wanted, a first commit.

Several surfaces make repositories, and it takes more than one unit of work; that is why it stands
here. A folder whose row never came is swept a day later.
"""

import asyncio
from typing import Protocol

from watchword.access.actor import Actor
from watchword.access.gate import Grant, require
from watchword.accounts.model import User
from watchword.kernel.entropy import Entropy
from watchword.repositories import service
from watchword.repositories.model import Repository
from watchword.repositories.ports import Folders
from watchword.repositories.service import Wanted
from watchword.work.unit import Database, Work

KEY_BYTES = 16
"""Of chance, written as 32 hexadecimal digits."""


class FirstCommit(Protocol):
    """Puts a README into an empty repository, as the actor."""

    async def __call__(self, actor: Actor, repository: Repository) -> None:
        """Commit it to the default branch, which is there before this returns."""


class RepositoryMaker:
    """Makes repositories."""

    def __init__(
        self, database: Database, folders: Folders, entropy: Entropy, first_commit: FirstCommit
    ) -> None:
        """Take what it is made of."""
        self._database = database
        self._folders = folders
        self._entropy = entropy
        self._first_commit = first_commit

    async def make(
        self, actor: Actor, owner: str, wanted: Wanted, *, readme: bool = False
    ) -> Repository:
        """Make a repository of that account.

        Raises Invalid for a bad or taken name, and what the gate raises where the actor may not.
        """
        wanted = service.check(wanted)
        operation = service.operation_for(wanted.visibility)

        def granted(work: Work) -> Grant[User]:
            return require(actor, operation, work.users.by_login(owner))

        # Asked before a folder is made, and again in the transaction that keeps the row.
        await self._database.read(granted, actor.origin)
        key = self._entropy(KEY_BYTES).hex()
        await asyncio.to_thread(self._folders.create, key, service.DEFAULT_BRANCH)
        try:
            made = await self._database.write(
                lambda work: service.create(work, granted(work), wanted, key), actor.origin
            )
        except Exception:
            await asyncio.to_thread(self._folders.remove, key)
            raise
        if readme:
            await self._first_commit(actor, made)
        return made
