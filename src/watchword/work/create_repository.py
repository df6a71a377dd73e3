"""Making a repository: the folder first, then the row, then, if wanted, a first commit.

Several surfaces make repositories, and it takes more than one unit of work; that is why it stands
here. A folder whose row never came is swept a day later.
"""

import asyncio
from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import Grant, require
from watchword.contents import gitignores, licences
from watchword.contents.licences import Licence
from watchword.kernel.entropy import Entropy
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.events import Origin
from watchword.repositories import owners, service
from watchword.repositories.model import Repository
from watchword.repositories.owners import Owner
from watchword.repositories.ports import Folders as Disk
from watchword.repositories.service import Wanted
from watchword.work.unit import Database, Work

T = TypeVar("T")

KEY_BYTES = 16
"""Of chance, written as 32 hexadecimal digits."""


class FolderLacking(Exception):  # noqa: N818 - it ends a run of a unit, and the next one succeeds
    """A unit of work makes one repository more than there are folders for."""


class Folders(Protocol):
    """Folders that stand ready."""

    def take(self) -> str:
        """The key of one that no row has yet. Raises FolderLacking, which ends the unit."""


class _Ready:
    """Folders that one run of a unit may use."""

    def __init__(self, keys: list[str]) -> None:
        self.keys = keys
        self.used = 0

    def take(self) -> str:
        if self.used == len(self.keys):
            raise FolderLacking
        self.used += 1
        return self.keys[self.used - 1]


class Beginning(Struct, frozen=True):
    """What a new repository begins with."""

    readme: bool = False
    licence: Licence | None = None
    gitignore: str | None = None
    """The text of that file."""

    @property
    def is_empty(self) -> bool:
        """Whether it begins with nothing."""
        return not self.readme and self.licence is None and self.gitignore is None


NOTHING: Final = Beginning()


def beginning(readme: bool, licence: str | None, gitignore: str | None) -> Beginning:  # noqa: FBT001 - as forms have it
    """What is to be begun with, by name. Raises Invalid for what is not there."""
    chosen = licences.find(licence) if licence else None
    text = gitignores.find(gitignore) if gitignore else None
    if licence and chosen is None:
        raise Invalid(FieldError("Repository", "license_template", "invalid"))
    if gitignore and text is None:
        raise Invalid(FieldError("Repository", "gitignore_template", "invalid"))
    return Beginning(readme, chosen, text)


class FirstCommit(Protocol):
    """Puts the first files into an empty repository, as the actor."""

    async def __call__(self, actor: Actor, repository: Repository, begun: Beginning) -> None:
        """Commit them to the default branch, which is there before this returns."""


class RepositoryMaker:
    """Makes repositories."""

    def __init__(
        self, database: Database, folders: Disk, entropy: Entropy, first_commit: FirstCommit
    ) -> None:
        """Take what it is made of."""
        self._database = database
        self._folders = folders
        self.entropy = entropy
        self._first_commit = first_commit

    async def make(
        self, actor: Actor, owner: str, wanted: Wanted, begun: Beginning = NOTHING
    ) -> Repository:
        """Make a repository of that account.

        Raises Invalid for a bad or taken name, and what the gate raises where the actor may not.
        """

        def granted(work: Work) -> Grant[Owner]:
            found = owners.by_login(work, owner, actor.user)
            return require(actor, service.operation_for(wanted.visibility, found), found)

        # Asked before a folder is made, and again in the transaction that keeps the row.
        grant = await self._database.read(granted, actor.origin)
        service.check(wanted, grant.target)
        key = await self._folder()
        try:
            made = await self._database.write(
                lambda work: service.create(work, granted(work), wanted, key), actor.origin
            )
        except Exception:
            await asyncio.to_thread(self._folders.remove, key)
            raise
        if not begun.is_empty:
            await self._first_commit(actor, made, begun)
        return made

    async def within(self, unit: Callable[[Work, Folders], T], origin: Origin) -> T:
        """Run a unit of work that makes repositories among other things.

        What it takes folders for it has asked the gate and checked before: a folder is made only
        when a run of the unit lacks it. That run is undone, and the unit begins anew with one more.
        Folders that nothing came of are removed.
        """
        keys: list[str] = []
        try:
            while True:
                try:
                    made, used = await self._database.write(
                        lambda work: _with_folders(unit, work, keys), origin
                    )
                except FolderLacking:
                    keys.append(await self._folder())
                else:
                    break
        except Exception:
            await self._remove(keys)
            raise
        await self._remove(keys[used:])
        return made

    async def _folder(self) -> str:
        key = self.entropy(KEY_BYTES).hex()
        await asyncio.to_thread(self._folders.create, key, service.DEFAULT_BRANCH)
        return key

    async def _remove(self, keys: list[str]) -> None:
        for key in keys:
            await asyncio.to_thread(self._folders.remove, key)


def _with_folders(unit: Callable[[Work, Folders], T], work: Work, keys: list[str]) -> tuple[T, int]:
    ready = _Ready(keys)
    return unit(work, ready), ready.used
