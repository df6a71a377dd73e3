"""All files of a commit in one archive: where it is."""

from typing import Final
from urllib.parse import quote

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import contents as table
from watchword.contents.archives import LEGACY
from watchword.contents.kinship import Format
from watchword.contents.ports import Store
from watchword.kernel.errors import Invalid
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.rest.answers import Elsewhere
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.library import Rooms, must_not_have_moved, rows
from watchword.surfaces.rest.reading import InPath, Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.whole_commits import found_commit
from watchword.surfaces.shapes.downloads import download, thing
from watchword.work.unit import Work

API_KIND: Final = {Format.TAR: "tarball", Format.ZIP: "zipball"}
KIND_OF: Final = {form: kind for kind, form in LEGACY.items()}


class Asked(Struct, kw_only=True):
    """Of which branch, tag or commit; the default branch unless it is told."""

    ref: InPath = ""


class Archives(Rooms):
    """Handlers."""

    async def tarball(self, steps: Steps[Repository], asked: Asked) -> Elsewhere:
        """Download a repository archive (tar)."""
        return await self._link(steps, asked.ref, Format.TAR)

    async def zipball(self, steps: Steps[Repository], asked: Asked) -> Elsewhere:
        """Download a repository archive (zip)."""
        return await self._link(steps, asked.ref, Format.ZIP)

    async def default_tarball(self, steps: Steps[Repository], _asked: Nothing) -> Elsewhere:
        """Download an archive of the default branch (tar)."""
        return await self._link(steps, "", Format.TAR)

    async def default_zipball(self, steps: Steps[Repository], _asked: Nothing) -> Elsewhere:
        """Download an archive of the default branch (zip)."""
        return await self._link(steps, "", Format.ZIP)

    async def _link(self, steps: Steps[Repository], word: str, form: Format) -> Elsewhere:
        """Lead to it; to what is private by a link that opens it alone, for some minutes."""
        here = await self.opened(steps)

        def look(store: Store) -> str:
            return found_commit(store, here, word).commit

        ref = word or f"refs/heads/{here.readable.default_branch}"
        try:
            commit = await here.read(look)
        except Invalid:
            begin = f"{API_KIND[form]}/"
            await must_not_have_moved(steps, here, self.at, word, begin)
            raise
        if not word:
            ref = commit
        kind, token = KIND_OF[form], steps.caller.token
        address = self.at.site + download(here.repository.full_name, kind, ref)
        if here.repository.is_public or token is None:
            return Elsewhere(address)
        of = thing(here.repository.id, kind, ref)

        def now(work: Work, _grant: Grant[Repository]) -> int:
            return work.now

        made = self.library.links.made(token.id, of, await steps.read(now))
        return Elsewhere(f"{address}?token={quote(made)}")


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    at, made, row = services.at, Archives(services.at, services.library), table.DOWNLOAD
    tar = "repos/contents#download-a-repository-archive-tar"
    zip_ = "repos/contents#download-a-repository-archive-zip"
    return [
        *rows(at, "GET", "/tarball/{*ref}", row, made.tarball, Asked, tar),
        *rows(at, "GET", "/zipball/{*ref}", row, made.zipball, Asked, zip_),
        *rows(at, "GET", "/tarball", row, made.default_tarball, Nothing, tar),
        *rows(at, "GET", "/zipball", row, made.default_zipball, Nothing, zip_),
    ]
