"""Webhooks, what waits to be sent to them, and what was sent. Secrets are sealed."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import Big, at, metadata, number

hooks = sa.Table(
    "hooks",
    metadata,
    number(),
    # One of the two.
    sa.Column("repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE")),
    sa.Column("organization_id", sa.ForeignKey("accounts.id", ondelete="CASCADE")),
    # Or none: of a repository that is gone, until it was told of that.
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("content_type", sa.String(16), nullable=False),
    sa.Column("insecure_ssl", sa.Boolean, nullable=False),
    sa.Column("secret", sa.LargeBinary),
    sa.Column("events", sa.JSON, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("last_code", sa.Integer),
    sa.Column("last_status", sa.String(32), nullable=False),
    sa.Column("last_message", sa.String(255)),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    sa.Column("gone_repository", sa.BigInteger),
    sa.Index(None, "gone_repository"),
    sa.Index(None, "repository_id"),
    sa.Index(None, "organization_id"),
    sqlite_autoincrement=True,
)


def _hook() -> sa.Column[int]:
    to = sa.ForeignKey("hooks.id", ondelete="CASCADE")
    return sa.Column("hook_id", to, nullable=False)


hook_messages = sa.Table(
    "hook_messages",
    metadata,
    number(),
    _hook(),
    sa.Column("guid", sa.String(36), nullable=False),
    sa.Column("event", sa.String(64), nullable=False),
    sa.Column("action", sa.String(64)),
    # No foreign key: what was said of a repository outlives it.
    sa.Column("repository_id", sa.BigInteger),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("redelivery", sa.Boolean, nullable=False),
    # The fact that it tells of, and which of several messages about that it is.
    sa.Column("source", sa.BigInteger),
    sa.Column("part", sa.Integer, nullable=False),
    at("queued_at", nullable=False),
    # When it is to be sent; null: it waits no longer.
    at("due"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.UniqueConstraint("hook_id", "source", "part"),
    sa.Index(None, "due"),
    sa.Index(None, "queued_at"),
    sqlite_autoincrement=True,
)

hook_deliveries = sa.Table(
    "hook_deliveries",
    metadata,
    number(),
    _hook(),
    sa.Column("message_id", sa.ForeignKey("hook_messages.id", ondelete="CASCADE"), nullable=False),
    sa.Column("redelivery", sa.Boolean, nullable=False),
    at("delivered_at", nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("request_headers", sa.JSON, nullable=False),
    sa.Column("status", sa.String(255), nullable=False),
    sa.Column("status_code", sa.Integer, nullable=False),
    sa.Column("duration_ms", Big, nullable=False),
    sa.Column("response_headers", sa.JSON, nullable=False),
    sa.Column("response_body", sa.Text, nullable=False),
    sa.Index(None, "hook_id"),
    sa.Index(None, "message_id"),
    sqlite_autoincrement=True,
)
