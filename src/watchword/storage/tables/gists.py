"""Gists, who marked them, and what was written below them."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number

gists = sa.Table(
    "gists",
    metadata,
    number(),
    # What its address says: whoever knows it may read the gist.
    sa.Column("name", sa.String(32), nullable=False, unique=True),
    sa.Column("key", sa.String(32), nullable=False, unique=True),
    sa.Column("owner_id", sa.ForeignKey("accounts.id", ondelete="RESTRICT"), nullable=False),
    sa.Column("description", sa.String(255)),
    sa.Column("listed", sa.Boolean, nullable=False),
    sa.Column("default_branch", sa.String(255), nullable=False),
    sa.Column("parent_id", sa.ForeignKey("gists.id", ondelete="SET NULL")),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    sa.Index(None, "owner_id", "updated_at"),
    sa.Index(None, "listed", "updated_at"),
    sa.Index(None, "parent_id"),
    sqlite_autoincrement=True,
)

gist_stars = sa.Table(
    "gist_stars",
    metadata,
    sa.Column("gist_id", sa.ForeignKey("gists.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("user_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    at("starred_at", nullable=False),
    sa.Index(None, "user_id"),
)

gist_comments = sa.Table(
    "gist_comments",
    metadata,
    number(),
    sa.Column("gist_id", sa.ForeignKey("gists.id", ondelete="CASCADE"), nullable=False),
    sa.Column("author_id", sa.ForeignKey("accounts.id", ondelete="RESTRICT"), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    sa.Index(None, "gist_id"),
    sa.Index(None, "author_id"),
    sqlite_autoincrement=True,
)
