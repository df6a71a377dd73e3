"""Files of releases: sent, listed, fetched, called otherwise, removed."""

from typing import Any, Final

from msgspec import UNSET, Struct, UnsetType

from watchword.access.gate import Grant
from watchword.access.table import releases as table
from watchword.kernel.pagination import Page
from watchword.releases import assets as service
from watchword.releases.assets import Sent
from watchword.releases.model import Asset as Model
from watchword.releases.model import Release
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Params, Steps
from watchword.surfaces.http_kit.upload import Upload
from watchword.surfaces.rest.answers import Stored
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import OCTETS, ByMedia, FromBody, Nothing
from watchword.surfaces.rest.releases import release_of
from watchword.surfaces.rest.releases_shown import asset_shown
from watchword.surfaces.rest.repository_rows import RepositoryRows
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.releases import Asset
from watchword.work.unit import Work

UPLOADS: Final = "/api/uploads"
"""Where files are sent to; GHES has them there, under the same host."""
KEY_BYTES: Final = 16


class Sending(Struct, kw_only=True):
    """A file that is sent, and what it is to be called."""

    name: str = ""
    label: str | None = None
    content: FromBody = None


class Fetching(Struct, kw_only=True):
    """Whether the file itself is wanted, or what is known of it."""

    media: ByMedia = "json"

    @property
    def wants_bytes(self) -> bool:
        """Whether the bytes are wanted."""
        return self.media == OCTETS


class Naming(Struct, kw_only=True):
    """What a file is to be called."""

    name: str | UnsetType = UNSET
    label: str | UnsetType | None = UNSET
    state: str | None = None


def asset_of(work: Work, repository: Repository, params: Params) -> Model | None:
    """The file of that number, in that repository."""
    found = number(params["asset_id"])
    return None if found is None else work.releases.asset(repository, found)


class Assets:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there, and keep bytes by that."""
        self._at = services.at
        self._entropy = services.entropy
        self._kept = services.assets

    async def send(self, steps: Steps[Release], file: Sending) -> Asset:
        """Upload a release asset."""
        await steps.read(lambda work, grant: service.must_fit(work, grant, file.name))
        content: Any = file.content
        assert isinstance(content, Upload)
        key = self._entropy(KEY_BYTES).hex()
        written = await self._kept.store.put(key, content.blocks(self._kept.largest))
        sent = Sent(key, file.name, file.label, content.content_type, written.size, written.sha256)
        # A file whose row never comes is swept an hour later.
        return await steps.write(
            lambda work, grant: asset_shown(work, service.add(work, grant, sent), self._at)
        )

    def page(self, work: Work, grant: Grant[Release], asked: Paged) -> Page[Asset]:
        """List release assets."""
        found = work.releases.assets([grant.target]).get(grant.target.id, ())
        part = found[asked.request.offset :][: asked.request.size]
        told = [asset_shown(work, one, self._at) for one in part]
        return Page(told, len(found), asked.request)

    async def show(self, steps: Steps[Model], asked: Fetching) -> Asset | Stored:
        """Get a release asset."""
        if not asked.wants_bytes:
            return await steps.read(lambda work, grant: asset_shown(work, grant.target, self._at))
        found = await steps.write(_downloaded)
        return Stored(self._kept.store.path(found.key), found.content_type, found.name)

    def rename(self, work: Work, grant: Grant[Model], wanted: Naming) -> Asset:
        """Update a release asset."""
        name = None if wanted.name is UNSET else wanted.name
        label = grant.target.label if wanted.label is UNSET else wanted.label
        return asset_shown(work, service.rename(work, grant, name, label), self._at)

    def remove(self, work: Work, grant: Grant[Model], _asked: Nothing) -> None:
        """Delete a release asset."""
        service.remove(work, grant)


def _downloaded(work: Work, grant: Grant[Model]) -> Model:
    work.releases.downloaded(grant.target.id)
    return grant.target


def routes(services: Services) -> list[Endpoint]:
    """The rows of files."""
    own = Assets(services)
    rows = RepositoryRows(services.at, "releases/assets#")
    every, one, read = "/releases/{release_id}/assets", "/releases/assets/{asset_id}", table.READ
    update, remove, docs = table.UPDATE_ASSET, table.DELETE_ASSET, "{}-a-release-asset"
    return [
        *rows.inside_steps(
            "POST",
            every,
            table.UPLOAD,
            release_of,
            own.send,
            Sending,
            docs.format("upload"),
            status=201,
            prefix=UPLOADS,
        ),
        *rows.inside("GET", every, read, release_of, own.page, Paged, "list-release-assets"),
        *rows.inside_steps("GET", one, read, asset_of, own.show, Fetching, docs.format("get")),
        *rows.inside("PATCH", one, update, asset_of, own.rename, Naming, docs.format("update")),
        *rows.inside(
            "DELETE", one, remove, asset_of, own.remove, Nothing, docs.format("delete"), status=204
        ),
    ]
