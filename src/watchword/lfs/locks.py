"""Paths that one person works on (Git LFS specification, "File Locking API").

A lock holds on all branches: what a client says of its branch is read and changes nothing.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant, require
from watchword.access.table import lfs as table
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotFound, NotPermitted
from watchword.kernel.ids import LfsLockId
from watchword.lfs.events import PathLocked, PathUnlocked
from watchword.lfs.model import Lock
from watchword.lfs.ports import Wanted, Work
from watchword.repositories.model import Repository
from watchword.repositories.service import must_be_live

LONGEST_PATH: Final = 1_024
MOST: Final = 100
"""Locks that are told at once."""
NOT_YOURS: Final = "This lock is not yours: {login} holds it. Use --force to end it all the same."


class AlreadyLocked(Conflict):
    """Somebody works on that path already."""

    def __init__(self, lock: Lock) -> None:
        """Keep the lock that is in the way."""
        super().__init__("already created lock")
        self.lock = lock


class Part(Struct, frozen=True):
    """A part of a list of locks."""

    locks: Sequence[Lock]
    following: LfsLockId | None
    """The one that comes after them."""


def part(work: Work, grant: Grant[Repository], wanted: Wanted) -> Part:
    """Tell some of the locks."""
    if grant.operation is not table.VERIFY_LOCKS:
        grant.must_cover(table.LIST_LOCKS)
    found = work.large_files.locks(grant.target, wanted)
    return Part(found[: wanted.most], found[wanted.most].id if found[wanted.most :] else None)


def lock(work: Work, grant: Grant[Repository], path: str) -> Lock:
    """Lock a path. Raises AlreadyLocked, Invalid, and NotPermitted in an archived repository."""
    grant.must_cover(table.LOCK)
    must_be_live(grant.target)
    _must_be_path(path)
    there = work.large_files.lock_of(grant.target, path)
    if there is not None:
        raise AlreadyLocked(there)
    if grant.actor.user is None:
        raise NotPermitted("Only a person holds locks.")
    made = work.large_files.add_lock(grant.target, path, grant.actor.user, work.now)
    work.record(PathLocked(grant.target.id, path))
    return made


def unlock(work: Work, grant: Grant[Repository], lock: LfsLockId, *, force: bool) -> Lock:
    """End a lock of that repository: one's own, or by force that of somebody else.

    Raises NotFound and NotPermitted.
    """
    grant.must_cover(table.UNLOCK)
    must_be_live(grant.target)
    found = work.large_files.lock(grant.target, lock)
    if found is None:
        raise NotFound
    others = found.owner != grant.actor.user
    if others:
        if not force:
            raise NotPermitted(NOT_YOURS.format(login=found.owner_login))
        require(grant.actor, table.FORCE_UNLOCK, found)
    work.large_files.remove_lock(found.id)
    work.record(PathUnlocked(grant.target.id, found.path, others, found.owner_login))
    return found


def _must_be_path(path: str) -> None:
    parts = path.split("/")
    if len(path) > LONGEST_PATH or "\0" in path or {"", ".", ".."} & {*parts}:
        raise Invalid(FieldError("Lock", "path", "invalid"), text="The path is not valid.")
