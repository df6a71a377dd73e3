"""What people are told of."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number


def _of(column: str, table: str, gone: str = "CASCADE", *, nullable: bool = True) -> sa.Column[int]:
    there = sa.ForeignKey(f"{table}.id", ondelete=gone)
    return sa.Column(column, there, nullable=nullable)


notifications = sa.Table(
    "notifications",
    metadata,
    number(),
    _of("user_id", "accounts", nullable=False),
    _of("repository_id", "repositories"),
    sa.Column("subject", sa.String(32), nullable=False),
    sa.Column("key", sa.String(80), nullable=False),
    sa.Column("title", sa.String(255), nullable=False),
    sa.Column("reason", sa.String(16), nullable=False),
    sa.Column("unread", sa.Boolean, nullable=False),
    sa.Column("done", sa.Boolean, nullable=False),
    sa.Column("choice", sa.String(16), nullable=False),
    at("chosen_at"),
    _of("comment_id", "commit_comments", "SET NULL"),
    # With these the thread goes: an invitation that was answered, an alert that is no more.
    _of("invitation_id", "repository_invitations"),
    _of("org_invitation_id", "org_invitations"),
    _of("alert_id", "secret_alerts"),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    # Also by reading it, which is no news.
    at("changed_at", nullable=False),
    at("last_read_at"),
    sa.UniqueConstraint("user_id", "subject", "key"),
    sa.Index(None, "user_id", "updated_at"),
    # Asked on every page that somebody who is signed in looks at.
    sa.Index(None, "user_id", "unread"),
    sa.Index(None, "repository_id"),
    sa.Index(None, "comment_id"),
    sa.Index(None, "invitation_id"),
    sa.Index(None, "org_invitation_id"),
    sa.Index(None, "alert_id"),
    sa.Index(None, "updated_at"),
    sqlite_autoincrement=True,
)
