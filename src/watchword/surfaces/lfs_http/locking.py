"""The locking API (its specification, "File Locking API")."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from watchword.access.table import lfs as table
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import LfsLockId, UserId
from watchword.lfs import locks
from watchword.lfs.locks import AlreadyLocked, Part
from watchword.lfs.model import Lock
from watchword.lfs.ports import Wanted
from watchword.surfaces.http_kit.asgi import Response
from watchword.surfaces.lfs_http.admission import Visitor
from watchword.surfaces.lfs_http.answers import told
from watchword.surfaces.lfs_http.reading import Locking, Unlocking
from watchword.work.unit import Database, Work


class Locks(Struct, frozen=True):
    """Locks of repositories."""

    database: Database

    async def list(self, visitor: Visitor, wanted: Wanted) -> Response:
        """Tell locks."""

        def unit(work: Work) -> Part:
            return locks.part(work, visitor.granted(work, table.LIST_LOCKS), wanted)

        found = await self.database.read(unit, visitor.origin)
        return told({"locks": _shown(found.locks), **_following(found)})

    async def verify(self, visitor: Visitor, wanted: Wanted) -> Response:
        """Tell locks before a push: one's own, and those of others."""

        def unit(work: Work) -> tuple[Part, UserId | None]:
            grant = visitor.granted(work, table.VERIFY_LOCKS)
            return locks.part(work, grant, wanted), grant.actor.user

        found, user = await self.database.read(unit, visitor.origin)
        ours = [one for one in found.locks if one.owner == user]
        theirs = [one for one in found.locks if one.owner != user]
        return told({"ours": _shown(ours), "theirs": _shown(theirs), **_following(found)})

    async def lock(self, visitor: Visitor, wanted: Locking) -> Response:
        """Lock a path; 409 with the lock that is in the way."""

        def unit(work: Work) -> Lock:
            return locks.lock(work, visitor.granted(work, table.LOCK), wanted.path)

        try:
            made = await self.database.write(unit, visitor.origin)
        except AlreadyLocked as taken:
            return told({"lock": shown(taken.lock), "message": taken.text}, 409)
        return told({"lock": shown(made)}, 201)

    async def unlock(self, visitor: Visitor, wanted: Unlocking) -> Response:
        """End a lock."""
        number = visitor.asked.thing
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise NotFound

        def unit(work: Work) -> Lock:
            grant = visitor.granted(work, table.UNLOCK)
            lock = LfsLockId(int(number))
            return locks.unlock(work, grant, lock, force=bool(wanted.force))

        return told({"lock": shown(await self.database.write(unit, visitor.origin))})


def shown(lock: Lock) -> dict[str, Any]:
    """A lock as clients know it."""
    at = datetime.fromtimestamp(lock.locked_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "id": str(lock.id),
        "path": lock.path,
        "locked_at": at,
        "owner": {"name": lock.owner_login},
    }


def _shown(found: Sequence[Lock]) -> Sequence[dict[str, Any]]:
    return [shown(one) for one in found]


def _following(part: Part) -> dict[str, str]:
    return {} if part.following is None else {"next_cursor": str(part.following)}
