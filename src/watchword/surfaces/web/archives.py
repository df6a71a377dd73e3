"""All files of a commit as one archive: `/OWNER/REPO/archive/REF.zip`, and what the API leads to.

Like raw files they take a token or the cookie of a session; where the API led to one of something
private, the link that it gave. Git packs them while they are sent.
"""

from contextlib import aclosing
from typing import Final, cast
from urllib.parse import parse_qsl, quote

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.operation import Operation
from watchword.access.table import contents as table
from watchword.authn import resolve
from watchword.authn.download_links import DownloadLinks
from watchword.authn.resolve import Caller
from watchword.authn.throttle import network
from watchword.contents import archives
from watchword.contents.archives import LEGACY, Archive
from watchword.contents.kinship import Format, Genealogy
from watchword.contents.names import quoted
from watchword.contents.ports import Readable, Shelf, readable
from watchword.kernel.errors import NotFound, Refused
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit import whence
from watchword.surfaces.http_kit.asgi import (
    Application,
    Receive,
    Scope,
    Send,
    raw_path,
    respond,
)
from watchword.surfaces.http_kit.route_table import AnyRoute, Params, Steps, steps
from watchword.surfaces.http_kit.streaming import Streamed, begun, stream
from watchword.surfaces.http_kit.trie import Trie
from watchword.surfaces.shapes.downloads import DOWNLOADS, thing
from watchword.surfaces.web.errors import MovedInside
from watchword.surfaces.web.raw import ALWAYS, refused
from watchword.surfaces.web.raw_caller import RawCallers
from watchword.surfaces.web.repository.finding import PATH, by_name
from watchword.work import former_branches
from watchword.work.unit import Work

Row = tuple[str, str, Operation]
NAMED: Final[Row] = ("GET", PATH + "/archive/{*rest}", table.DOWNLOAD)
LED_TO: Final[Row] = ("GET", DOWNLOADS + PATH + "/{kind}/{*rest}", table.DOWNLOAD)
ROWS: Final = (NAMED, LED_TO)
TYPES: Final = {Format.ZIP: b"application/zip", Format.TAR: b"application/x-gzip"}


class Ports(Struct, frozen=True):
    """What archives are made of."""

    callers: RawCallers
    shelf: Shelf
    genealogy: Genealogy
    links: DownloadLinks


class Wanted(Struct, frozen=True):
    """Which archive is wanted."""

    word: str
    form: Format
    kind: str | None
    """As the API calls it."""


class Found(Struct, frozen=True):
    """An archive that may be had."""

    readable: Readable
    archive: Archive


class Archives:
    """Answers archives; hands every other path on."""

    def __init__(self, others: Application, ports: Ports) -> None:
        """Stand before the others."""
        self._others = others
        self._ports = ports
        rows: list[AnyRoute] = [steps(*row, by_name, self._find, Wanted) for row in ROWS]
        self._trie = Trie((row.method, row.path, row) for row in rows)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        hit = self._trie.find(scope["method"], raw_path(scope))
        if hit is None:
            await self._others(scope, receive, send)
            return
        try:
            caller = await self._caller(scope, hit.params)
            wanted = _wanted(hit.params)
            database = self._ports.callers.database
            found = cast("Found", await hit.route.run(database, caller, hit.params, lambda: wanted))
            response = await begun(self._packed(scope, caller, found))
        except Refused as refusal:
            await respond(scope, send, refused(scope, refusal))
            return
        async with aclosing(response.blocks):
            await stream(scope, receive, send, response)

    async def _caller(self, scope: Scope, params: Params) -> Caller:
        """Who asks; who follows the API's link asks for the one whose token it was made for."""
        token = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1"))).get("token")
        kind, origin = params.get("kind"), whence.of(scope)
        if token is None or kind is None:
            return await self._ports.callers.of(scope)

        def unit(work: Work) -> Caller:
            nobody = resolve.anonymous(origin)
            repository = by_name(work, nobody, params)
            if repository is None:
                return nobody
            of = thing(repository.id, kind, params["rest"])
            holder = self._ports.links.read(token, of, work.now)
            return resolve.holder(work, holder, origin)

        return await self._ports.callers.database.read(unit, origin)

    async def _find(self, steps: Steps[Repository], wanted: Wanted) -> Found:
        """Find the commit. Raises NotFound."""

        def granted(_work: Work, grant: Grant[Repository]) -> tuple[Repository, Readable]:
            return grant.target, readable(grant)

        repository, opened = await steps.read(granted)
        find = archives.found if wanted.kind is None else archives.legacy
        shelf, word, form = self._ports.shelf, wanted.word, wanted.form
        try:
            archive = await shelf.open(opened, lambda store: find(store, repository, word, form))
        except NotFound:
            if wanted.kind is not None:
                # A link of the API's opens what it names, and tells of nothing else.
                raise
            present = await former_branches.renamed(steps, shelf, word)
            if present is None:
                raise
            path = f"/{repository.full_name}/archive/{present}.{form.value}"
            raise MovedInside(quoted(path.encode())) from None
        return Found(opened, archive)

    def _packed(self, scope: Scope, caller: Caller, found: Found) -> Streamed:
        user, address = caller.actor.user, whence.of(scope).address
        account = f"address {network(address)}" if user is None else f"user {user}"
        archive = found.archive
        blocks = self._ports.genealogy.archive(
            found.readable, archive.commit, f"{archive.folder}/", archive.form, account
        )
        named = f"attachment; filename={quote(archive.filename, safe='')}"
        headers = (
            *ALWAYS,
            (b"content-type", TYPES[archive.form]),
            (b"content-disposition", named.encode("ascii")),
        )
        return Streamed(200, headers, blocks)


def _wanted(params: Params) -> Wanted:
    """What an address asks for. Raises NotFound."""
    kind = params.get("kind")
    if kind is not None:
        if kind not in LEGACY:
            raise NotFound
        return Wanted(params["rest"], LEGACY[kind], kind)
    asked = archives.asked(params["rest"])
    if asked is None:
        raise NotFound
    return Wanted(*asked, None)
