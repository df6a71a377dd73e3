"""Releases and their files."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number, unique_where

releases = sa.Table(
    "releases",
    metadata,
    number(),
    sa.Column(
        "repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("tag", sa.String(255), nullable=False),
    sa.Column("target", sa.String(255), nullable=False),
    sa.Column("name", sa.String(255)),
    sa.Column("body", sa.Text),
    sa.Column("draft", sa.Boolean, nullable=False),
    sa.Column("prerelease", sa.Boolean, nullable=False),
    sa.Column("author_id", sa.ForeignKey("accounts.id", ondelete="SET NULL")),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    at("published_at"),
    # By what it counts among the latest; NULL: it never is.
    at("latest_at"),
    sa.Index(None, "repository_id", "latest_at"),
    sa.Index(None, "author_id"),
    sqlite_autoincrement=True,
)
# Drafts may share a tag with one another and with what is published.
unique_where(
    releases.c.draft.is_(False),
    "ix_releases_repository_id_tag",
    releases.c.repository_id,
    releases.c.tag,
)

assets = sa.Table(
    "release_assets",
    metadata,
    number(),
    sa.Column("release_id", sa.ForeignKey("releases.id", ondelete="CASCADE"), nullable=False),
    sa.Column("key", sa.String(32), nullable=False, unique=True),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("label", sa.String(255)),
    sa.Column("content_type", sa.String(512), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("downloads", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("uploader_id", sa.ForeignKey("accounts.id", ondelete="SET NULL")),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    sa.UniqueConstraint("release_id", "name"),
    sa.Index(None, "uploader_id"),
    sqlite_autoincrement=True,
)
