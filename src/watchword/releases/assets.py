"""Files of releases: added, called otherwise, removed."""

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import releases as table
from watchword.kernel.errors import Conflict, FieldError, Invalid
from watchword.releases import names
from watchword.releases.events import AssetAdded, AssetDeleted
from watchword.releases.model import Asset, Release
from watchword.releases.ports import NewAsset, Work
from watchword.repositories.service import must_be_live

MOST = 1_000
"""Files of one release."""


class Sent(Struct, frozen=True):
    """Bytes that were stored, and what was said of them."""

    key: str
    name: str
    label: str | None
    content_type: str
    size: int
    sha256: str


def must_fit(work: Work, grant: Grant[Release], name: str) -> None:
    """Look before the bytes come whether a file of that name can be added. Raises Invalid."""
    grant.must_cover(table.UPLOAD)
    must_be_live(grant.target.repository)
    if work.releases.asset_named(grant.target, names.file(name)) is not None:
        raise _taken()
    if len(work.releases.assets([grant.target])[grant.target.id]) >= MOST:
        message = f"A release has at most {MOST} assets"
        raise Invalid(FieldError(names.ASSET, "release", "custom", message))


def add(work: Work, grant: Grant[Release], sent: Sent) -> Asset:
    """Add a file whose bytes are stored. Raises Invalid."""
    must_fit(work, grant, sent.name)
    new = NewAsset(
        sent.key,
        names.file(sent.name),
        names.label(sent.label),
        names.content_type(sent.content_type),
        sent.size,
        sent.sha256,
        grant.actor.user,
    )
    try:
        made = work.releases.add_asset(grant.target, new, work.now)
    except Conflict as taken:
        raise _taken() from taken
    release = grant.target
    work.record(AssetAdded(release.repository.id, release.id, made.id, made.name, made.size))
    return made


def rename(work: Work, grant: Grant[Asset], name: str | None, label: str | None) -> Asset:
    """Call a file otherwise; None leaves its name as it is. Raises Invalid."""
    grant.must_cover(table.UPDATE_ASSET)
    asset = grant.target
    must_be_live(asset.release.repository)
    wanted = asset.name if name is None else names.file(name)
    try:
        work.releases.update_asset(asset.id, wanted, names.label(label), work.now)
    except Conflict as taken:
        raise _taken() from taken
    found = work.releases.asset(asset.release.repository, asset.id)
    assert found is not None
    return found


def remove(work: Work, grant: Grant[Asset]) -> None:
    """Remove a file: the row now, its bytes by a job."""
    grant.must_cover(table.DELETE_ASSET)
    gone = grant.target
    must_be_live(gone.release.repository)
    work.releases.delete_asset(gone.id)
    release = gone.release
    work.record(AssetDeleted(release.repository.id, release.id, gone.id, gone.name))


def _taken() -> Invalid:
    return Invalid(FieldError(names.ASSET, "name", "already_exists"))
