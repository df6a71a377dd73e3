"""Files as they are, for browsers and for scripts: `/OWNER/REPO/raw/REF/PATH`, and of gists.

The only pages that take a token. What comes from a repository is never a document of this host: it
is text, bytes, or a raster image told by its own first bytes; it is sandboxed, and a download
unless it can only be looked at.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Final, Protocol, cast
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from watchword.access.gate import Grant
from watchword.access.table import repositories as table
from watchword.authn.resolve import Caller
from watchword.authn.throttle import network
from watchword.contents import reading, text
from watchword.contents import resolve as places
from watchword.contents.model import Blob
from watchword.contents.ports import Readable, Shelf, Store, readable
from watchword.gists.model import Gist
from watchword.kernel.errors import BadCredential, Busy, NotAuthenticated, NotFound, Refused
from watchword.lfs.model import LargeFile
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import (
    Application,
    Headers,
    Receive,
    Response,
    Scope,
    Send,
    header,
    raw_path,
)
from watchword.surfaces.http_kit.asgi import text as plain
from watchword.surfaces.http_kit.route_table import AnyRoute, Steps, steps
from watchword.surfaces.http_kit.streaming import Streamed, after, deliver, stream
from watchword.surfaces.http_kit.trie import Trie
from watchword.surfaces.web import addresses, gist_raw
from watchword.surfaces.web.errors import Moved, MovedInside, told
from watchword.surfaces.web.raw_caller import RawCallers
from watchword.surfaces.web.repository.finding import (
    PATH,
    at_present_name,
    must_not_have_moved,
)
from watchword.work.objects import ObjectStore
from watchword.work.unit import Work

ROW: Final = ("GET", PATH + "/raw/{*rest}", table.READ)
"""Method, path and operation."""
WHOLE: Final = 2**20
"""Bytes of a file that is read at once; a larger one comes as a stream from git."""
ALWAYS: Final = (
    (b"content-security-policy", b"default-src 'none'; sandbox"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"Authorization, Cookie"),
)


class Streams(Protocol):
    """Files of any size."""

    def blocks(self, repository: Readable, blob: str, account: str) -> AsyncGenerator[bytes, None]:
        """Give the bytes of a file block by block; Busy is raised before the first."""


class Wanted(Struct, frozen=True):
    """Which file is wanted: the end of the address."""

    rest: bytes


class File(Struct, frozen=True):
    """A file that was found."""

    repository: Readable
    name: bytes
    blob: Blob
    large: LargeFile | None = None
    """The file of Git LFS for which this one stands, where the repository has it."""

    @property
    def tag(self) -> bytes:
        """What tells it from what was there before."""
        return f'"{self.large.oid if self.large else self.blob.id}"'.encode()


class RawFiles:
    """Answers raw files; hands every other path on to the pages."""

    def __init__(
        self,
        pages: Application,
        callers: RawCallers,
        shelf: Shelf,
        streams: Streams,
        large_files: ObjectStore,
    ) -> None:
        """Stand before the pages."""
        self._large_files = large_files
        self._pages = pages
        self._callers = callers
        self._shelf = shelf
        self._streams = streams
        rows: list[AnyRoute] = [
            steps(*ROW, at_present_name(table.READ), self._find, Wanted),
            steps(*gist_raw.ROW, gist_raw.at_owner, self._find_in_gist, Wanted),
        ]
        self._trie = Trie((row.method, row.path, row) for row in rows)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found = self._trie.find(scope["method"], raw_path(scope))
        if found is None:
            await self._pages(scope, receive, send)
            return
        wanted = Wanted(found.params["rest"].encode("utf-8", "surrogateescape"))
        try:
            caller = await self._callers.of(scope)
            file = cast(
                "File",
                await found.route.run(self._callers.database, caller, found.params, lambda: wanted),
            )
            response = await self._answer(scope, receive, send, caller, file)
        except Refused as refusal:
            response = refused(scope, refusal)
        if response is not None:
            await deliver(scope, receive, send, response)

    async def _find(self, steps: Steps[Repository], wanted: Wanted) -> File:
        """Find the file. Raises NotFound."""

        def granted(_work: Work, grant: Grant[Repository]) -> tuple[str, Readable]:
            return grant.target.full_name, readable(grant)

        full_name, repository = await steps.read(granted)

        def read(store: Store) -> File:
            place = places.place(store, wanted.rest, repository.default_branch)
            _, entry = reading.at(store, place)
            if not entry.kind.is_blob:
                raise NotFound
            return File(repository, entry.name, reading.blob(store, entry.id, WHOLE))

        try:
            found = await self._shelf.open(repository, read)
        except NotFound:
            address = wanted.rest.decode("utf-8", "surrogateescape")
            await must_not_have_moved(steps, self._shelf, f"/{full_name}/raw", address)
            raise
        claim = text.lfs_pointer(found.blob.data or b"")
        if claim is None:
            return found

        def large(work: Work, grant: Grant[Repository]) -> LargeFile | None:
            kept = work.large_files.find(grant.target.id, claim.oid)
            return kept if kept is not None and kept.is_as(claim) else None

        return replace(found, large=await steps.read(large))

    async def _find_in_gist(self, steps: Steps[Gist], wanted: Wanted) -> File:
        """Find a file of a gist. Raises NotFound."""
        return File(*await gist_raw.find(steps, self._shelf, wanted.rest, WHOLE))

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, caller: Caller, file: File
    ) -> Response | None:
        """A whole response, or None when the file was streamed."""
        tag = file.tag
        asked = header(scope, b"if-none-match") or b""
        if tag in (one.strip().removeprefix(b"W/") for one in asked.split(b",")):
            return Response(304, (*ALWAYS, (b"etag", tag)))
        if file.large is not None:
            path = self._large_files.path(file.large.key)
            about = _about(file, await asyncio.to_thread(_beginning, path))
            return Response(200, (*ALWAYS, (b"etag", tag), *about), file=path)
        if file.blob.data is not None:
            about = _about(file, file.blob.data)
            return Response(200, (*ALWAYS, (b"etag", tag), *about), file.blob.data)
        user, address = caller.actor.user, whence.of(scope).address
        account = f"address {network(address)}" if user is None else f"user {user}"
        blocks = self._streams.blocks(file.repository, file.blob.id, account)
        async with aclosing(blocks):
            await stream(scope, receive, send, await _streamed(file, blocks))
        return None


async def _streamed(file: File, blocks: AsyncGenerator[bytes, None]) -> Streamed:
    """A file as it comes; its first block tells what it is."""
    first = await anext(blocks)
    size = b"%d" % file.blob.size
    about = [(b"etag", file.tag), *_about(file, first), (b"content-length", size)]
    return Streamed(200, (*ALWAYS, *about), after(first, blocks))


def _beginning(path: Path) -> bytes:
    with path.open("rb") as kept:
        return kept.read(text.LOOKED_AT)


def _about(file: File, beginning: bytes) -> Headers:
    """What the bytes are, by themselves alone: a name proves nothing."""
    image = text.image_type(beginning)
    if image is not None:
        return [(b"content-type", image.encode())]
    if not text.is_binary(beginning):
        return [(b"content-type", b"text/plain; charset=utf-8")]
    named = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return [
        (b"content-type", b"application/octet-stream"),
        (b"content-disposition", named.encode("ascii")),
    ]


def refused(scope: Scope, refusal: Refused) -> Response:
    """A refusal in one line. What is hidden is told as what is missing (attack 52)."""
    if isinstance(refusal, Moved | MovedInside):
        query = scope.get("query_string", b"").decode("utf-8", "surrogateescape")
        status, where = addresses.elsewhere(raw_path(scope), query, refusal)
        return Response(status, (*ALWAYS, (b"location", where.encode("ascii"))))
    if isinstance(refusal, NotAuthenticated):
        refusal = NotFound()
    if isinstance(refusal, BadCredential):
        refusal = BadCredential("Bad credentials")
    how = told(refusal)
    again: Headers = []
    if isinstance(refusal, Busy):
        again = [(b"retry-after", b"%d" % refusal.retry_after)]
    return plain(how.status, f"{how.status}: {refusal.text or how.title}\n", *ALWAYS, *again)
