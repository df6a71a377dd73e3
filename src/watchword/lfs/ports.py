"""What this slice needs of storage."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from watchword.kernel.ids import LfsLockId, RepoId, UserId
from watchword.lfs.model import Claim, LargeFile, Lock
from watchword.repositories import ports as repositories
from watchword.repositories.model import Repository


class Wanted(Struct, frozen=True):
    """Which locks are wanted."""

    most: int
    since: int = 0
    """The number from which on they are wanted; those before it were told."""
    path: str | None = None
    lock: LfsLockId | None = None


class LargeFileStore(Protocol):
    """Large files of repositories, and their locks."""

    def switched_off(self, repository: RepoId) -> bool:
        """Whether it takes no large files."""

    def switch(self, repository: RepoId, *, on: bool) -> None:
        """Let it take large files, or no longer."""

    def find(self, repository: RepoId, oid: str) -> LargeFile | None:
        """Find a file that this repository has, whatever others have."""

    def among(self, repository: RepoId, oids: Collection[str]) -> Mapping[str, LargeFile]:
        """Those of these files that this repository has."""

    def total(self, repository: RepoId) -> int:
        """The bytes of all files that it has."""

    def add(self, repository: RepoId, claim: Claim, key: str, user: UserId | None, now: int) -> str:
        """Let it have a file whose bytes are kept under that key.

        Gives the key under which they are to be found: another one where they were kept already.
        """

    def copy(self, source: RepoId, target: RepoId, most: int, now: int) -> int:
        """Let one have so many of the files that another has and it has not; gives how many."""

    def note_unused(self, most: int, now: int) -> int:
        """Note of so many files that no repository has them any more; gives how many."""

    def forget_unused(self, before: int, most: int) -> int:
        """Forget so many that no repository had since then; gives how many."""

    def keys(self) -> frozenset[str]:
        """The names under which all bytes are kept."""

    def lock(self, repository: Repository, lock: LfsLockId) -> Lock | None:
        """Find a lock of that repository."""

    def lock_of(self, repository: Repository, path: str) -> Lock | None:
        """Find the lock on a path."""

    def locks(self, repository: Repository, wanted: Wanted) -> Sequence[Lock]:
        """Locks of a repository, the oldest first."""

    def add_lock(self, repository: Repository, path: str, owner: UserId, now: int) -> Lock:
        """Keep a lock. Raises Conflict where there is one on that path."""

    def remove_lock(self, lock: LfsLockId) -> None:
        """Forget a lock."""


class Work(repositories.Work, Protocol):
    """A unit of work with large files in it."""

    @property
    def large_files(self) -> LargeFileStore:
        """Large files and locks."""
