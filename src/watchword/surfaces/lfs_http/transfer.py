"""The basic transfer: bytes come, are proven by their name, and leave (specification, "Basic")."""

import asyncio
import errno
from collections.abc import AsyncIterator
from typing import Final

from msgspec import Struct

from watchword.access.operation import Operation
from watchword.access.table import lfs as table
from watchword.kernel.entropy import Entropy
from watchword.kernel.errors import Malformed, NotFound, Refused
from watchword.lfs import files
from watchword.lfs.files import NoRoom
from watchword.lfs.model import Claim, LargeFile
from watchword.surfaces.http_kit.asgi import Receive, Response, Scope, header
from watchword.surfaces.http_kit.body import content_length
from watchword.surfaces.http_kit.streaming import Streamed
from watchword.surfaces.http_kit.upload import Upload
from watchword.surfaces.lfs_http import ranges
from watchword.surfaces.lfs_http.admission import Visitor
from watchword.surfaces.lfs_http.answers import DISK_FULL, NO_STORE
from watchword.surfaces.lfs_http.batch import Bounds
from watchword.surfaces.lfs_http.reading import Named
from watchword.work.objects import ObjectStore, Written
from watchword.work.unit import Database, Work

KEY_BYTES: Final = 16
NO_MORE_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
HARDENED: Final = (
    (b"content-type", b"application/octet-stream"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; sandbox"),
    (b"content-disposition", b"attachment"),
    NO_STORE,
)
"""Whatever lies in such a file, no browser runs it under our name."""
LIES: Final = "What came is not the object that it was said to be."


class Transfer(Struct, frozen=True):
    """Moves files of repositories."""

    database: Database
    store: ObjectStore
    entropy: Entropy
    bounds: Bounds

    async def download(self, visitor: Visitor, scope: Scope) -> Response | Streamed:
        """Give a file, or a part of it. Raises NotFound for one that this repository has not."""
        found = await self._found(visitor, table.DOWNLOAD)
        path, tag = self.store.path(found.key), f'"{found.oid}"'.encode()
        return ranges.answer(scope, path, found.size, tag, HARDENED)

    async def verify(self, visitor: Visitor, named: Named) -> Response:
        """Say that a file is there. Raises NotFound, and Malformed for another size."""
        claim = _claim(visitor)
        if named.claim != claim:
            raise Malformed(LIES)
        found = await self._found(visitor, table.UPLOAD)
        if not found.is_as(claim):
            raise Malformed(LIES)
        return Response(200, (NO_STORE,))

    async def upload(self, visitor: Visitor, scope: Scope, receive: Receive) -> Response:
        """Take a file. Raises Malformed for other bytes than those that were announced.

        It counts as the repository's only when all has come and is what its name says, whoever
        else has the same bytes: a name alone opens nothing (attack 54).
        """
        claim, length = _claim(visitor), content_length(header(scope, b"content-length"))
        if length is not None and length != claim.size:
            raise Malformed(LIES)
        upload = Upload(receive, length, "", lambda: self._again(visitor))
        key = self.entropy(KEY_BYTES).hex()
        written = await self._written(key, upload.blocks(claim.size))
        kept = ""
        try:
            kept = await self._kept(visitor, claim, written, key)
        except Refused:
            await asyncio.to_thread(self.store.remove, key)
            raise
        # Where the database failed, nobody knows whether the row is there: a job looks later.
        if kept != key:
            await asyncio.to_thread(self.store.remove, key)
        return Response(200, (NO_STORE,))

    async def _written(self, key: str, blocks: AsyncIterator[bytes]) -> Written:
        try:
            return await self.store.put(key, blocks)
        except OSError as error:
            if error.errno in NO_MORE_ROOM:
                raise NoRoom(DISK_FULL) from error
            raise

    async def _kept(self, visitor: Visitor, claim: Claim, written: Written, key: str) -> str:
        if (written.sha256, written.size) != (claim.oid, claim.size):
            raise Malformed(LIES)

        def unit(work: Work) -> str:
            grant = visitor.granted(work, table.UPLOAD)
            return files.keep(work, grant, claim, key, self.bounds.room)

        return await self.database.write(unit, visitor.origin)

    async def _again(self, visitor: Visitor) -> None:
        """Ask again when all has come: an upload may outlive the token (attack 12)."""

        def unit(work: Work) -> None:
            visitor.granted(work, table.UPLOAD)

        await self.database.read(unit, visitor.origin)

    async def _found(self, visitor: Visitor, operation: Operation) -> LargeFile:
        def unit(work: Work) -> LargeFile:
            repository = visitor.granted(work, operation).target
            found = work.large_files.find(repository.id, _claim(visitor).oid)
            if found is None:
                raise NotFound
            return found

        return await self.database.read(unit, visitor.origin)


def _claim(visitor: Visitor) -> Claim:
    """What the ticket says of the file."""
    assert visitor.ticket is not None
    return Claim(visitor.ticket.oid, visitor.ticket.size)
