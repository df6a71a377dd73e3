"""Large files, which repositories have them, and locks on paths."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number


def repository(*, key: bool = False) -> sa.Column[int]:
    """The repository that a row is about, and dies with."""
    link = sa.ForeignKey("repositories.id", ondelete="CASCADE")
    return sa.Column("repository_id", link, primary_key=key, nullable=False)


large_files = sa.Table(
    "large_files",
    metadata,
    number(),
    sa.Column("oid", sa.String(64), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("key", sa.String(32), nullable=False),
    at("created_at", nullable=False),
    # Since when no repository has it; NULL as long as that was not noted.
    at("unused_since"),
    sa.UniqueConstraint("oid"),
    sa.Index(None, "unused_since"),
    sqlite_autoincrement=True,
)
large_file_links = sa.Table(
    "large_file_links",
    metadata,
    repository(key=True),
    sa.Column(
        "file_id", sa.ForeignKey("large_files.id"), primary_key=True, nullable=False, index=True
    ),
    sa.Column("uploader_id", sa.ForeignKey("accounts.id", ondelete="SET NULL"), index=True),
    at("created_at", nullable=False),
)
lfs_locks = sa.Table(
    "lfs_locks",
    metadata,
    number(),
    repository(),
    sa.Column("path", sa.Text, nullable=False),
    # Of any length, a path would be too much for an index: its SHA-256 is there for that.
    sa.Column("path_sha256", sa.String(64), nullable=False),
    sa.Column(
        "owner_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    at("locked_at", nullable=False),
    sa.UniqueConstraint("repository_id", "path_sha256"),
    sqlite_autoincrement=True,
)
lfs_switched_off = sa.Table("lfs_switched_off", metadata, repository(key=True))
