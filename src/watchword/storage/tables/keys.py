"""Public keys of people and of repositories."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number, unique_where

public_keys = sa.Table(
    "public_keys",
    metadata,
    number(),
    sa.Column("user_id", sa.ForeignKey("accounts.id", ondelete="CASCADE")),
    sa.Column("repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE")),
    sa.Column("title", sa.String(255), nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False, unique=True),
    sa.Column("read_only", sa.Boolean, nullable=False),
    sa.Column("verified", sa.Boolean, nullable=False),
    sa.Column("added_by", sa.ForeignKey("accounts.id", ondelete="SET NULL")),
    # What it hangs on: a token and a sign-in for the key of a repository, an application for that
    # of a person.
    sa.Column("token_id", sa.ForeignKey("tokens.id", ondelete="CASCADE")),
    sa.Column("family_id", sa.ForeignKey("oauth_families.id", ondelete="CASCADE")),
    sa.Column("application_id", sa.ForeignKey("oauth_applications.id", ondelete="CASCADE")),
    at("created_at", nullable=False),
    at("last_used_at"),
    sa.CheckConstraint("(user_id IS NULL) <> (repository_id IS NULL)", name="of_one"),
    sa.Index(None, "user_id"),
    sa.Index(None, "repository_id"),
    sa.Index(None, "added_by"),
    sa.Index(None, "token_id"),
    sa.Index(None, "family_id"),
    sa.Index(None, "application_id"),
    sqlite_autoincrement=True,
)

signing_keys = sa.Table(
    "signing_keys",
    metadata,
    number(),
    sa.Column("user_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    sa.Column("title", sa.String(255), nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False, unique=True),
    at("created_at", nullable=False),
    sa.Index(None, "user_id"),
    sqlite_autoincrement=True,
)

gpg_keys = sa.Table(
    "gpg_keys",
    metadata,
    number(),
    sa.Column("user_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    # A subkey has a row of its own, which hangs on that of the key that it belongs to.
    sa.Column("primary_id", sa.ForeignKey("gpg_keys.id", ondelete="CASCADE")),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("key_id", sa.String(16), nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("public_key", sa.Text, nullable=False),
    sa.Column("raw_key", sa.Text),
    sa.Column("emails", sa.JSON, nullable=False),
    sa.Column("can_sign", sa.Boolean, nullable=False),
    sa.Column("can_certify", sa.Boolean, nullable=False),
    sa.Column("can_encrypt_comms", sa.Boolean, nullable=False),
    sa.Column("can_encrypt_storage", sa.Boolean, nullable=False),
    sa.Column("revoked", sa.Boolean, nullable=False),
    at("expires_at"),
    at("created_at", nullable=False),
    sa.Index(None, "user_id"),
    sa.Index(None, "primary_id"),
    sqlite_autoincrement=True,
)
# Anybody can put somebody else's encryption subkey into a certificate: only whole keys are unique.
_whole = gpg_keys.c.primary_id.is_(None)
unique_where(
    _whole,
    "ix_gpg_keys_fingerprint",
    gpg_keys.c.fingerprint,
)
