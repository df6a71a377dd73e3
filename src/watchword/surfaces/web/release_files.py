"""Files of releases by the name of their tag: `/OWNER/REPO/releases/download/TAG/FILE`.

Like raw files they take a token or the cookie of a session. Whatever people stored leaves as a file
to be kept, and no browser takes it for a page (attack 61).
"""

from typing import Final, cast
from urllib.parse import quote

from watchword.access.gate import Grant
from watchword.access.operation import Operation
from watchword.access.table import releases as table
from watchword.kernel.errors import NotFound, Refused
from watchword.releases.model import Asset
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.asgi import (
    Application,
    Receive,
    Response,
    Scope,
    Send,
    raw_path,
)
from watchword.surfaces.http_kit.route_table import AnyRoute, Steps, steps
from watchword.surfaces.http_kit.streaming import deliver
from watchword.surfaces.http_kit.trie import Trie
from watchword.surfaces.web.raw import ALWAYS, refused
from watchword.surfaces.web.raw_caller import RawCallers
from watchword.surfaces.web.repository.finding import PATH, by_name
from watchword.work.objects import ObjectStore
from watchword.work.unit import Work

Row = tuple[str, str, Operation]
TAGGED: Final[Row] = ("GET", PATH + "/releases/download/{*rest}", table.READ)
LATEST: Final[Row] = ("GET", PATH + "/releases/latest/download/{rest}", table.READ)
ROWS: Final = (TAGGED, LATEST)


class ReleaseFiles:
    """Answers files of releases; hands every other path on."""

    def __init__(self, others: Application, callers: RawCallers, kept: ObjectStore) -> None:
        """Stand before the others."""
        self._others = others
        self._callers = callers
        self._kept = kept
        rows: list[AnyRoute] = [
            steps(*TAGGED, by_name, _tagged, str),
            steps(*LATEST, by_name, _latest, str),
        ]
        self._trie = Trie((row.method, row.path, row) for row in rows)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        hit = self._trie.find(scope["method"], raw_path(scope))
        if hit is None:
            await self._others(scope, receive, send)
            return
        rest = hit.params["rest"]
        try:
            caller = await self._callers.of(scope)
            run = hit.route.run(self._callers.database, caller, hit.params, lambda: rest)
            response = self._told(cast("Asset", await run))
        except Refused as refusal:
            response = refused(scope, refusal)
        await deliver(scope, receive, send, response)

    def _told(self, found: Asset) -> Response:
        named = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
        headers = (
            *ALWAYS,
            (b"content-type", found.content_type.encode("latin-1")),
            (b"content-disposition", named.encode("ascii")),
        )
        return Response(200, headers, file=self._kept.path(found.key))


async def _tagged(steps: Steps[Repository], rest: str) -> Asset:
    """A file of the release of a tag; tags may have slashes in them. Raises NotFound."""
    tag, _, name = rest.rpartition("/")
    return await steps.write(lambda work, grant: _found(work, grant, tag, name))


async def _latest(steps: Steps[Repository], name: str) -> Asset:
    """A file of the latest release. Raises NotFound."""
    return await steps.write(lambda work, grant: _found(work, grant, None, name))


def _found(work: Work, grant: Grant[Repository], tag: str | None, name: str) -> Asset:
    """The file, which is counted. Drafts have no tag yet: nobody finds them by one."""
    store, repository = work.releases, grant.target
    release = store.latest(repository) if tag is None else store.by_tag(repository, tag)
    found = None if release is None else store.asset_named(release, name)
    if found is None:
        raise NotFound
    store.downloaded(found.id)
    return found
