"""Changing the default branch: HEAD in the folder first, then the row that tells of it.

Several surfaces do it, and it touches the disk between units of work; that is why it stands here.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from watchword.kernel.errors import Busy, FieldError, Invalid
from watchword.kernel.words import N_, filled
from watchword.ref_updates.names import is_branch_name
from watchword.repositories.model import Repository

BUSY = N_("Git is changing this repository. Try again in a few seconds.")


class Heads(Protocol):
    """Branches and HEAD of repositories on disk. All of it blocks."""

    def has_branch(self, key: str, branch: str) -> bool:
        """Whether there is a branch of that short name."""

    def point_head(self, key: str, branch: str) -> None:
        """Let HEAD stand for it. Raises FileExistsError while git is changing HEAD."""


class DefaultBranches:
    """Moves HEAD around a unit of work that changes the row."""

    def __init__(self, heads: Heads) -> None:
        """Take the port to the disk."""
        self._heads = heads

    async def has(self, repository: Repository, branch: str) -> bool:
        """Whether a repository has a branch of that short name."""
        return is_branch_name(branch) and await asyncio.to_thread(
            self._heads.has_branch, repository.key, branch
        )

    @asynccontextmanager
    async def moved(self, repository: Repository, branch: str | None) -> AsyncIterator[None]:
        """Let HEAD stand for the branch while and after the block runs; None leaves it alone.

        The caller was granted the change before, and writes the row inside of the block: when that
        fails, HEAD goes back. Raises Invalid for a branch that is not there, and Busy.
        """
        if branch is None or branch == repository.default_branch:
            yield
            return
        if not await self.has(repository, branch):
            message = filled(
                "The branch %(branch)s was not found. Push it first.", branch=branch[:255]
            )
            raise Invalid(FieldError("Repository", "default_branch", "custom", message))
        await self._point(repository, branch)
        try:
            yield
        except BaseException:
            await self._point(repository, repository.default_branch)
            raise

    async def _point(self, repository: Repository, branch: str) -> None:
        try:
            await asyncio.to_thread(self._heads.point_head, repository.key, branch)
        except FileExistsError as error:
            raise Busy(BUSY) from error
