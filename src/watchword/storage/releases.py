"""Releases in SQL."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from watchword.kernel.ids import UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.releases.model import Release
from watchword.releases.ports import NEWEST_FIRST, NewRelease, Order
from watchword.repositories.model import Repository
from watchword.storage.integrity import conflict
from watchword.storage.prepared import Row
from watchword.storage.release_assets import SqlReleaseAssets
from watchword.storage.tables.releases import releases
from watchword.storage.texts import is_kept

RELEASE = (
    releases.c.id,
    releases.c.tag,
    releases.c.target,
    releases.c.name,
    releases.c.body,
    releases.c.draft,
    releases.c.prerelease,
    releases.c.author_id,
    releases.c.created_at,
    releases.c.updated_at,
    releases.c.published_at,
)


def _release_of(row: Row, repository: Repository) -> Release:
    return Release(
        id=row[0],
        repository=repository,
        tag=row[1],
        target=row[2],
        name=row[3],
        body=row[4],
        draft=row[5],
        prerelease=row[6],
        author=None if row[7] is None else UserId(row[7]),
        created_at=row[8],
        updated_at=row[9],
        published_at=row[10],
    )


class SqlReleases(SqlReleaseAssets):
    """Releases and their files."""

    def find(self, repository: Repository, release: int) -> Release | None:
        """Find one of that repository."""
        return self._first(repository, sa.select(*RELEASE).where(releases.c.id == release))

    def by_tag(self, repository: Repository, tag: str) -> Release | None:
        """The published release of a tag."""
        published = sa.select(*RELEASE).where(releases.c.tag == tag, releases.c.draft.is_(False))
        return self._first(repository, published) if is_kept(tag) else None

    def draft_by_tag(self, repository: Repository, tag: str) -> Release | None:
        """The newest draft that is to have a tag."""
        draft = sa.select(*RELEASE).where(releases.c.tag == tag, releases.c.draft.is_(True))
        newest = draft.order_by(releases.c.id.desc())
        return self._first(repository, newest) if is_kept(tag) else None

    def latest(self, repository: Repository) -> Release | None:
        """The one that is shown as the latest: published, and no prerelease."""
        found = (
            sa.select(*RELEASE)
            .where(releases.c.latest_at.is_not(None))
            .order_by(releases.c.latest_at.desc(), releases.c.id.desc())
        )
        return self._first(repository, found)

    def page(
        self,
        repository: Repository,
        request: PageRequest,
        *,
        drafts: bool,
        order: Order = NEWEST_FIRST,
    ) -> Page[Release]:
        """A page of them; with drafts for those who may see them."""
        where = [releases.c.repository_id == repository.id]
        if not drafts:
            where.append(releases.c.draft.is_(False))
        count = sa.select(sa.func.count()).select_from(releases).where(*where)
        columns = (releases.c.name, releases.c.id) if order.by_name else (releases.c.id,)
        ordered = columns if order.ascending else tuple(one.desc() for one in columns)
        found = sa.select(*RELEASE).where(*where).order_by(*ordered)
        rows = self._connection.execute(found.limit(request.size).offset(request.offset))
        total = self._connection.execute(count).scalar_one()
        return Page([_release_of(row, repository) for row in rows], total, request)

    def retarget_drafts(self, repository: Repository, old: str, new: str) -> None:
        """Let drafts that name a branch name another one."""
        drafts = sa.update(releases).where(
            releases.c.repository_id == repository.id,
            releases.c.draft.is_(True),
            releases.c.target == old,
        )
        self._connection.execute(drafts.values(target=new))

    def add(self, repository: Repository, new: NewRelease, now: int) -> Release:
        """Keep a new one. Raises Conflict when a published release has that tag."""
        values = {
            "repository_id": repository.id,
            "tag": new.tag,
            "target": new.target,
            "name": new.name,
            "body": new.body,
            "draft": new.draft,
            "prerelease": new.prerelease,
            "author_id": new.author,
            "created_at": now,
            "updated_at": now,
            "published_at": None if new.draft else now,
            "latest_at": new.latest_at,
        }
        with conflict(self._connection, "tag"):
            made = sa.insert(releases).values(values).returning(*RELEASE)
            return _release_of(self._connection.execute(made).one(), repository)

    def update(self, release: int, values: Mapping[str, str | int | bool | None]) -> None:
        """Change columns. Raises Conflict when a published release has that tag."""
        changed = sa.update(releases).where(releases.c.id == release).values({**values})
        with conflict(self._connection, "tag"):
            self._connection.execute(changed)

    def delete(self, release: int) -> None:
        """Forget one with its files' rows."""
        self._connection.execute(sa.delete(releases).where(releases.c.id == release))

    def _first(self, repository: Repository, wanted: sa.Select[Any]) -> Release | None:
        there = wanted.where(releases.c.repository_id == repository.id).limit(1)
        row = self._connection.execute(there).first()
        return _release_of(row, repository) if row else None

    def _release(self, repository: Repository, release: int) -> Release | None:
        return self.find(repository, release)
