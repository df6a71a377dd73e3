"""Secrets in pushed content, where they stand, and what was looked through."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number


def _repository() -> sa.Column[int]:
    there = sa.ForeignKey("repositories.id", ondelete="CASCADE")
    return sa.Column("repository_id", there, nullable=False)


alerts = sa.Table(
    "secret_alerts",
    metadata,
    number(),
    _repository(),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("resolution", sa.String(16)),
    sa.Column("comment", sa.String(500)),
    sa.Column("resolved_by", sa.ForeignKey("accounts.id", ondelete="SET NULL")),
    at("resolved_at"),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    sa.Column("token_id", sa.ForeignKey("tokens.id", ondelete="SET NULL")),
    sa.Column("validity", sa.String(8), nullable=False),
    sa.Index(None, "repository_id", "number", unique=True),
    sa.Index(None, "repository_id", "digest", unique=True),
    sa.Index(None, "digest"),
    sa.Index(None, "resolved_by"),
    sa.Index(None, "token_id"),
    sqlite_autoincrement=True,
)

locations = sa.Table(
    "secret_locations",
    metadata,
    number(),
    sa.Column("alert_id", sa.ForeignKey("secret_alerts.id", ondelete="CASCADE"), nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("blob", sa.String(40), nullable=False),
    sa.Column("commit_sha", sa.String(40), nullable=False),
    sa.Column("start_line", sa.Integer, nullable=False),
    sa.Column("end_line", sa.Integer, nullable=False),
    sa.Column("start_column", sa.Integer, nullable=False),
    sa.Column("end_column", sa.Integer, nullable=False),
    at("created_at", nullable=False),
    sa.Index(None, "alert_id"),
    sqlite_autoincrement=True,
)

scanned = sa.Table(
    "scanned_commits",
    metadata,
    number(),
    _repository(),
    sa.Column("sha", sa.String(40), nullable=False),
    at("scanned_at", nullable=False),
    sa.Index(None, "repository_id", "sha", unique=True),
    sqlite_autoincrement=True,
)
"""Commits that were looked through with all that they come from."""
