"""Locks on paths in SQL."""

import hashlib
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from watchword.kernel.ids import LfsLockId, UserId
from watchword.lfs.model import Lock
from watchword.lfs.ports import Wanted
from watchword.repositories.model import Repository
from watchword.storage.integrity import conflict
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.lfs import lfs_locks as locks

LOCK = sa.select(
    locks.c.id, locks.c.path, locks.c.owner_id, accounts.c.login, locks.c.locked_at
).join(accounts, accounts.c.id == locks.c.owner_id)


class SqlLfsLocks:
    """Locks."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def lock(self, repository: Repository, lock: LfsLockId) -> Lock | None:
        """Find a lock of that repository."""
        found = self._locks(repository, LOCK.where(locks.c.id == lock))
        return found[0] if found else None

    def lock_of(self, repository: Repository, path: str) -> Lock | None:
        """Find the lock on a path."""
        found = self._locks(repository, LOCK.where(locks.c.path_sha256 == _sha256(path)))
        return found[0] if found else None

    def locks(self, repository: Repository, wanted: Wanted) -> Sequence[Lock]:
        """Locks of a repository, the oldest first; one more than wanted where there are more."""
        found = LOCK.where(locks.c.id >= wanted.since).order_by(locks.c.id)
        if wanted.path is not None:
            found = found.where(locks.c.path_sha256 == _sha256(wanted.path))
        if wanted.lock is not None:
            found = found.where(locks.c.id == wanted.lock)
        return self._locks(repository, found.limit(wanted.most + 1))

    def add_lock(self, repository: Repository, path: str, owner: UserId, now: int) -> Lock:
        """Keep a lock. Raises Conflict where there is one on that path."""
        values = {
            "repository_id": repository.id,
            "path": path,
            "path_sha256": _sha256(path),
            "owner_id": owner,
            "locked_at": now,
        }
        with conflict(self._connection, "path"):
            self._connection.execute(sa.insert(locks).values(values))
        made = self.lock_of(repository, path)
        assert made is not None
        return made

    def remove_lock(self, lock: LfsLockId) -> None:
        """Forget a lock."""
        self._connection.execute(sa.delete(locks).where(locks.c.id == lock))

    def _locks(self, repository: Repository, wanted: sa.Select[Any]) -> Sequence[Lock]:
        rows = self._connection.execute(wanted.where(locks.c.repository_id == repository.id))
        return [
            Lock(LfsLockId(row[0]), repository, row[1], UserId(row[2]), row[3], row[4])
            for row in rows
        ]


def _sha256(path: str) -> str:
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()
