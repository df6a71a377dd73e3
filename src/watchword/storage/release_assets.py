"""Files of releases in SQL; their bytes lie in the object store."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from watchword.kernel.ids import UserId
from watchword.releases.model import Asset, Release
from watchword.releases.ports import NewAsset
from watchword.repositories.model import Repository
from watchword.storage.integrity import conflict
from watchword.storage.prepared import Row
from watchword.storage.tables.releases import assets, releases
from watchword.storage.texts import is_kept

ASSET = (
    assets.c.id,
    assets.c.release_id,
    assets.c.key,
    assets.c.name,
    assets.c.label,
    assets.c.content_type,
    assets.c.size,
    assets.c.sha256,
    assets.c.downloads,
    assets.c.uploader_id,
    assets.c.created_at,
    assets.c.updated_at,
)


def _asset_of(row: Row, release: Release) -> Asset:
    return Asset(
        id=row[0],
        release=release,
        key=row[2],
        name=row[3],
        label=row[4],
        content_type=row[5],
        size=row[6],
        sha256=row[7],
        downloads=row[8],
        uploader=None if row[9] is None else UserId(row[9]),
        created_at=row[10],
        updated_at=row[11],
    )


class SqlReleaseAssets(ABC):
    """Files of releases."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    @abstractmethod
    def _release(self, repository: Repository, release: int) -> Release | None:
        """Find a release of that repository."""

    def assets(self, releases: Sequence[Release]) -> Mapping[int, Sequence[Asset]]:
        """The files of several releases, by the release's number, each in its order."""
        by_id = {one.id: one for one in releases}
        found = sa.select(*ASSET).where(assets.c.release_id.in_(by_id)).order_by(assets.c.id)
        told: dict[int, list[Asset]] = defaultdict(list)
        for row in self._connection.execute(found):
            told[row[1]].append(_asset_of(row, by_id[row[1]]))
        return told

    def asset(self, repository: Repository, asset: int) -> Asset | None:
        """Find a file of one of that repository's releases."""
        found = (
            sa.select(*ASSET)
            .join(releases, releases.c.id == assets.c.release_id)
            .where(assets.c.id == asset, releases.c.repository_id == repository.id)
        )
        row = self._connection.execute(found).first()
        release = self._release(repository, row[1]) if row else None
        return _asset_of(row, release) if row and release else None

    def asset_named(self, release: Release, name: str) -> Asset | None:
        """Find a file of a release by its name."""
        if not is_kept(name):
            return None
        found = sa.select(*ASSET).where(assets.c.release_id == release.id, assets.c.name == name)
        row = self._connection.execute(found).first()
        return _asset_of(row, release) if row else None

    def add_asset(self, release: Release, new: NewAsset, now: int) -> Asset:
        """Keep a file. Raises Conflict when the release has one of that name."""
        values = {
            "release_id": release.id,
            "key": new.key,
            "name": new.name,
            "label": new.label,
            "content_type": new.content_type,
            "size": new.size,
            "sha256": new.sha256,
            "uploader_id": new.uploader,
            "created_at": now,
            "updated_at": now,
        }
        with conflict(self._connection, "name"):
            made = sa.insert(assets).values(values).returning(*ASSET)
            return _asset_of(self._connection.execute(made).one(), release)

    def update_asset(self, asset: int, name: str, label: str | None, now: int) -> None:
        """Change what a file is called. Raises Conflict when the release has one of that name."""
        with conflict(self._connection, "name"):
            self._change(asset, {"name": name, "label": label, "updated_at": now})

    def downloaded(self, asset: int) -> None:
        """Count a download."""
        self._change(asset, {"downloads": assets.c.downloads + 1})

    def delete_asset(self, asset: int) -> None:
        """Forget a file's row."""
        self._connection.execute(sa.delete(assets).where(assets.c.id == asset))

    def keys(self) -> frozenset[str]:
        """The names under which all files are kept."""
        return frozenset(self._connection.execute(sa.select(assets.c.key)).scalars())

    def _change(self, asset: int, values: Mapping[str, Any]) -> None:
        changed = sa.update(assets).where(assets.c.id == asset).values({**values})
        self._connection.execute(changed)
