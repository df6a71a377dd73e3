"""The ASGI application for Git LFS."""

from msgspec import Struct

from watchword.kernel.errors import NotFound, Refused
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import Receive, Response, Scope, Send, raw_path
from watchword.surfaces.http_kit.streaming import Streamed, deliver
from watchword.surfaces.lfs_http import answers, batch, reading
from watchword.surfaces.lfs_http.admission import Porter, Visitor
from watchword.surfaces.lfs_http.locking import Locks
from watchword.surfaces.lfs_http.paths import Asked, Elsewhere, Place, parse
from watchword.surfaces.lfs_http.transfer import Transfer


class LfsHttp(Struct, frozen=True):
    """Answers what git-lfs asks about all repositories."""

    porter: Porter
    transfer: Transfer
    locks: Locks
    site: str
    """The public address, without a slash at its end."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asked = parse(raw_path(scope), scope["method"])
        try:
            response: Response | Streamed
            if isinstance(asked, Elsewhere):
                response = self._elsewhere(scope, asked)
            else:
                response = await self._answer(scope, receive, asked)
        except Refused as error:
            response = answers.refusal(error, self.site, whence.of(scope).request)
        await deliver(scope, receive, send, response)

    async def _answer(self, scope: Scope, receive: Receive, asked: Asked) -> Response | Streamed:
        visitor = await self.porter.admit(scope, asked)
        match asked.place:
            case Place.DOWNLOAD:
                return await self.transfer.download(visitor, scope)
            case Place.UPLOAD:
                return await self.transfer.upload(visitor, scope, receive)
        reading.must_accept(scope)
        match asked.place:
            case Place.BATCH:
                return await self._batch(visitor, await reading.body(scope, receive, reading.Batch))
            case Place.VERIFY:
                named = await reading.body(scope, receive, reading.Named)
                return await self.transfer.verify(visitor, named)
        return await self._lock(scope, receive, visitor)

    async def _lock(self, scope: Scope, receive: Receive, visitor: Visitor) -> Response:
        match visitor.asked.place:
            case Place.LIST_LOCKS:
                return await self.locks.list(visitor, reading.query(scope).wanted)
            case Place.VERIFY_LOCKS:
                verifying = await reading.body(scope, receive, reading.Verifying)
                return await self.locks.verify(visitor, verifying.wanted)
            case Place.LOCK:
                locking = await reading.body(scope, receive, reading.Locking)
                return await self.locks.lock(visitor, locking)
            case _:
                unlocking = await reading.body(scope, receive, reading.Unlocking)
                return await self.locks.unlock(visitor, unlocking)

    async def _batch(self, visitor: Visitor, asked: reading.Batch) -> Response:
        porter = self.porter
        made = await batch.answer(
            porter.database, visitor, asked, self.site, porter.tickets, self.transfer.bounds
        )
        return answers.told(made)

    def _elsewhere(self, scope: Scope, asked: Elsewhere) -> Response:
        if not asked.methods:
            raise NotFound("There is no such place in Git LFS.")
        allow = ", ".join(asked.methods)
        request = whence.of(scope).request
        problem = answers.problem(405, f"Use {allow} here.", self.site, request)
        return problem.having(((b"allow", allow.encode()),))
