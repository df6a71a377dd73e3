"""Personal access tokens. The secret is not here: only a keyed hash of it."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number

tokens = sa.Table(
    "tokens",
    metadata,
    number(),
    sa.Column("user_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("hashed", sa.String(44), nullable=False),
    sa.Column("last_eight", sa.String(8), nullable=False),
    sa.Column("note", sa.String(255), nullable=False),
    sa.Column("scopes", sa.Text),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    at("expires_at"),
    at("last_used_at"),
    sa.Column("last_used_from", sa.String(64)),
    at("ended_at"),
    sa.Column("ended_by", sa.String(16)),
    sa.UniqueConstraint("user_id", "note"),
    sa.Index(None, "hashed"),
    sqlite_autoincrement=True,
)
