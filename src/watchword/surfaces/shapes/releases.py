"""Releases and their files as GitHub's JSON has them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from msgspec import Struct

from watchword.kernel.ids import UserId
from watchword.releases.model import Asset as AssetModel
from watchword.releases.model import Release as Model
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.node_ids import RELEASE, RELEASE_ASSET, node_id
from watchword.surfaces.shapes.users import SimpleUser

Creators = Mapping[UserId | None, SimpleUser | None]
"""Who made it, by number; None for an account that is gone."""


class Asset(Struct, kw_only=True):
    """A file of a release."""

    url: str
    browser_download_url: str
    id: int
    node_id: str
    name: str
    label: str | None
    state: str = "uploaded"
    content_type: str
    size: int
    digest: str
    download_count: int
    created_at: datetime
    updated_at: datetime
    uploader: SimpleUser | None


class Release(Struct, kw_only=True):
    """A release."""

    url: str
    html_url: str
    assets_url: str
    upload_url: str
    tarball_url: str | None
    zipball_url: str | None
    id: int
    node_id: str
    tag_name: str
    target_commitish: str
    name: str | None
    body: str | None
    draft: bool
    prerelease: bool
    immutable: bool = False
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    author: SimpleUser | None
    assets: list[Asset]


def page_of(found: Model) -> str:
    """The path of a release's page."""
    return f"/{found.repository.full_name}/releases/tag/{quote(found.tag, safe='/')}"


def release(
    found: Model, assets: Sequence[AssetModel], creators: Creators, at: Addresses
) -> Release:
    """Tell of a release; a draft has no tag yet, so there is nothing to be had by it."""
    full_name, tag = found.repository.full_name, quote(found.tag, safe="/")
    repository_url = f"{at.api}/repos/{full_name}"
    url = f"{repository_url}/releases/{found.id}"
    published = None if found.published_at is None else moment(found.published_at)
    return Release(
        url=url,
        html_url=at.site + page_of(found),
        assets_url=f"{url}/assets",
        upload_url=f"{at.uploads}/repos/{full_name}/releases/{found.id}/assets{{?name,label}}",
        tarball_url=None if found.draft else f"{repository_url}/tarball/{tag}",
        zipball_url=None if found.draft else f"{repository_url}/zipball/{tag}",
        id=found.id,
        node_id=node_id(RELEASE, found.id),
        tag_name=found.tag,
        target_commitish=found.target,
        name=found.name,
        body=found.body,
        draft=found.draft,
        prerelease=found.prerelease,
        created_at=moment(found.created_at),
        updated_at=moment(found.updated_at),
        published_at=published,
        author=creators[found.author],
        assets=[asset(one, creators, at) for one in assets],
    )


def asset(found: AssetModel, creators: Creators, at: Addresses) -> Asset:
    """Tell of a file."""
    full_name, tag = found.release.repository.full_name, quote(found.release.tag, safe="/")
    return Asset(
        url=f"{at.api}/repos/{full_name}/releases/assets/{found.id}",
        browser_download_url=f"{at.site}/{full_name}/releases/download/{tag}/{found.name}",
        id=found.id,
        node_id=node_id(RELEASE_ASSET, found.id),
        name=found.name,
        label=found.label,
        content_type=found.content_type,
        size=found.size,
        digest=f"sha256:{found.sha256}",
        download_count=found.downloads,
        created_at=moment(found.created_at),
        updated_at=moment(found.updated_at),
        uploader=creators[found.uploader],
    )
