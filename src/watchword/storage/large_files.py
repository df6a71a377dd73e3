"""Large files of repositories in SQL; their bytes lie in the object store."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from watchword.kernel.ids import RepoId, UserId
from watchword.lfs.model import Claim, LargeFile
from watchword.storage.lfs_locks import SqlLfsLocks
from watchword.storage.tables.lfs import large_file_links as links
from watchword.storage.tables.lfs import large_files as files
from watchword.storage.tables.lfs import lfs_switched_off as switched_off

FILE = (files.c.oid, files.c.size, files.c.key)
AT_ONCE = 500
"""Names that one statement asks for."""


class SqlLargeFiles(SqlLfsLocks):
    """Large files and locks."""

    def switched_off(self, repository: RepoId) -> bool:
        """Whether it takes no large files."""
        found = sa.select(sa.literal(1)).where(switched_off.c.repository_id == repository)
        return self._connection.execute(found).first() is not None

    def switch(self, repository: RepoId, *, on: bool) -> None:
        """Let it take large files, or no longer."""
        gone = sa.delete(switched_off).where(switched_off.c.repository_id == repository)
        self._connection.execute(gone)
        if not on:
            self._connection.execute(sa.insert(switched_off).values(repository_id=repository))

    def find(self, repository: RepoId, oid: str) -> LargeFile | None:
        """Find a file that this repository has, whatever others have."""
        return self.among(repository, [oid]).get(oid)

    def among(self, repository: RepoId, oids: Collection[str]) -> Mapping[str, LargeFile]:
        """Those of these files that this repository has."""
        wanted, told = sorted(oids), dict[str, LargeFile]()
        for at in range(0, len(wanted), AT_ONCE):
            found = (
                sa.select(*FILE)
                .join(links, links.c.file_id == files.c.id)
                .where(
                    links.c.repository_id == repository,
                    files.c.oid.in_(wanted[at : at + AT_ONCE]),
                )
            )
            rows = self._connection.execute(found)
            told |= {row[0]: LargeFile(row[0], row[1], row[2]) for row in rows}
        return told

    def total(self, repository: RepoId) -> int:
        """The bytes of all files that it has."""
        found = (
            sa.select(sa.func.coalesce(sa.func.sum(files.c.size), 0))
            .join(links, links.c.file_id == files.c.id)
            .where(links.c.repository_id == repository)
        )
        return int(self._connection.execute(found).scalar_one())

    def add(self, repository: RepoId, claim: Claim, key: str, user: UserId | None, now: int) -> str:
        """Let it have a file whose bytes are kept under that key.

        Gives the key under which they are to be found: another one where they were kept already.
        """
        there = sa.select(files.c.id, files.c.key).where(files.c.oid == claim.oid)
        row = self._connection.execute(there).first()
        if row is None:
            values = {"oid": claim.oid, "size": claim.size, "key": key, "created_at": now}
            made = sa.insert(files).values(values).returning(files.c.id, files.c.key)
            row = self._connection.execute(made).one()
        used = sa.update(files).where(files.c.id == row[0]).values(unused_since=None)
        self._connection.execute(used)
        link = {"repository_id": repository, "file_id": row[0], "created_at": now}
        self._connection.execute(sa.insert(links).values(**link, uploader_id=user))
        return str(row[1])

    def copy(self, source: RepoId, target: RepoId, most: int, now: int) -> int:
        """Let one have so many of the files that another has and it has not; gives how many."""
        has = sa.select(links.c.file_id).where(links.c.repository_id == target)
        lacking = (
            sa.select(links.c.file_id)
            .where(links.c.repository_id == source, links.c.file_id.not_in(has))
            .order_by(links.c.file_id)
            .limit(most)
        )
        found = self._connection.execute(lacking).scalars().all()
        if found:
            rows = [{"repository_id": target, "file_id": one, "created_at": now} for one in found]
            self._connection.execute(sa.insert(links), rows)
            self._connection.execute(
                sa.update(files).where(files.c.id.in_(found)).values(unused_since=None)
            )
        return len(found)

    def note_unused(self, most: int, now: int) -> int:
        """Note of so many files that no repository has them any more; gives how many."""
        idle = sa.select(files.c.id).where(files.c.unused_since.is_(None), ~_is_used()).limit(most)
        noted = sa.update(files).where(files.c.id.in_(idle)).values(unused_since=now)
        return self._connection.execute(noted).rowcount

    def forget_unused(self, before: int, most: int) -> int:
        """Forget so many that no repository had since then; gives how many."""
        old = sa.select(files.c.id).where(files.c.unused_since < before, ~_is_used()).limit(most)
        return self._connection.execute(sa.delete(files).where(files.c.id.in_(old))).rowcount

    def keys(self) -> frozenset[str]:
        """The names under which all bytes are kept."""
        return frozenset(self._connection.execute(sa.select(files.c.key)).scalars())


def _is_used() -> sa.ColumnElement[bool]:
    return sa.exists().where(links.c.file_id == files.c.id)
