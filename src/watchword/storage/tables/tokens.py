"""Tokens, of people and of applications. The secret is not here: only a keyed hash of it."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number, unique_where

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
    # Of a token that an application got: the sign-in that it came from, and how long unused.
    sa.Column("family_id", sa.ForeignKey("oauth_families.id", ondelete="CASCADE")),
    sa.Column("client_id", sa.String(64)),
    sa.Column("idle_limit", sa.BigInteger),
    # Days before the end at which its person was told last.
    sa.Column("warned", sa.SmallInteger),
    # Of a token that acts for its person: who runs the site and made it, and with which token.
    sa.Column("impersonator_id", sa.ForeignKey("accounts.id", ondelete="CASCADE")),
    sa.Column("minted_by", sa.ForeignKey("tokens.id", ondelete="CASCADE")),
    # How often the row was changed, by whomever: the database counts (migration 0038).
    sa.Column("row_version", sa.BigInteger, nullable=False, server_default="0"),
    sa.Index(None, "family_id"),
    sa.Index(None, "impersonator_id"),
    sa.Index(None, "minted_by"),
    sa.Index(None, "hashed"),
    sqlite_autoincrement=True,
)
OWN = sa.and_(tokens.c.family_id.is_(None), tokens.c.impersonator_id.is_(None))
# A person's own tokens are told apart by their notes; an application gets several of one name.
unique_where(
    OWN,
    "ix_tokens_user_id_note",
    tokens.c.user_id,
    tokens.c.note,
)
sa.Index("ix_tokens_user_id", tokens.c.user_id)
