"""Statuses of commits, and deployments with theirs."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number


def _creator() -> sa.Column[int]:
    return sa.Column("creator_id", sa.ForeignKey("accounts.id", ondelete="SET NULL"))


def _repository() -> sa.Column[int]:
    there = sa.ForeignKey("repositories.id", ondelete="CASCADE")
    return sa.Column("repository_id", there, nullable=False)


statuses = sa.Table(
    "commit_statuses",
    metadata,
    number(),
    _repository(),
    sa.Column("sha", sa.String(40), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("context", sa.String(255), nullable=False),
    # Contexts are one whatever their case (GHES behaviour).
    sa.Column("context_key", sa.String(255), nullable=False),
    sa.Column("description", sa.String(140)),
    sa.Column("target_url", sa.String(2_000)),
    _creator(),
    at("created_at", nullable=False),
    sa.Index(None, "repository_id", "sha", "context_key"),
    sa.Index(None, "creator_id"),
    sqlite_autoincrement=True,
)

deployments = sa.Table(
    "deployments",
    metadata,
    number(),
    _repository(),
    sa.Column("sha", sa.String(40), nullable=False),
    sa.Column("ref", sa.String(255), nullable=False),
    sa.Column("task", sa.String(255), nullable=False),
    sa.Column("environment", sa.String(255), nullable=False),
    sa.Column("original_environment", sa.String(255), nullable=False),
    sa.Column("description", sa.String(140)),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("transient", sa.Boolean, nullable=False),
    sa.Column("production", sa.Boolean, nullable=False),
    _creator(),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    sa.Index(None, "repository_id"),
    sa.Index(None, "creator_id"),
    sqlite_autoincrement=True,
)

deployment_statuses = sa.Table(
    "deployment_statuses",
    metadata,
    number(),
    sa.Column("deployment_id", sa.ForeignKey("deployments.id", ondelete="CASCADE"), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("description", sa.String(140)),
    sa.Column("environment", sa.String(255), nullable=False),
    sa.Column("environment_url", sa.String(2_000)),
    sa.Column("log_url", sa.String(2_000)),
    _creator(),
    at("created_at", nullable=False),
    sa.Index(None, "deployment_id"),
    sa.Index(None, "creator_id"),
    sqlite_autoincrement=True,
)
