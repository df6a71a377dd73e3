"""Accounts and browser sessions."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number, unique_where

accounts = sa.Table(
    "accounts",
    metadata,
    number(),
    # Organizations stand here too: they share one namespace with people.
    sa.Column("kind", sa.String(16), nullable=False, server_default="user"),
    sa.Column("login", sa.String(39), nullable=False),
    sa.Column("login_key", sa.String(39), nullable=False, unique=True),
    sa.Column("name", sa.String(255)),
    sa.Column("email", sa.String(254)),
    sa.Column("email_key", sa.String(254), unique=True),
    sa.Column("site_admin", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("password_hash", sa.String(255)),
    at("one_time_until"),
    sa.Column("language", sa.String(16)),
    sa.Column("theme", sa.String(16), nullable=False, server_default="system"),
    at("suspended_at"),
    # Told with each answer to "who am I", which is served from the row that authenticated.
    sa.Column("public_repositories", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("private_repositories", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("public_gists", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("private_gists", sa.BigInteger, nullable=False, server_default="0"),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    sa.Column("company", sa.String(255)),
    sa.Column("blog", sa.String(255)),
    sa.Column("location", sa.String(255)),
    sa.Column("bio", sa.String(160)),
    sa.Column("twitter_username", sa.String(15)),
    sa.Column("hireable", sa.Boolean),
    # One of the account's addresses, which everybody may see who is signed in.
    sa.Column("public_email", sa.String(254)),
    sa.Column("followers", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("following", sa.BigInteger, nullable=False, server_default="0"),
    # How often the row was changed, by whomever: the database counts (migration 0038).
    sa.Column("row_version", sa.BigInteger, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)

emails = sa.Table(
    "emails",
    metadata,
    number(),
    sa.Column("user_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    sa.Column("address", sa.String(254), nullable=False),
    sa.Column("address_key", sa.String(254), nullable=False),
    at("added_at", nullable=False),
    at("verified_at"),
    # Of the link that was mailed last; the secret in it is kept as a keyed hash.
    sa.Column("digest", sa.LargeBinary(32)),
    at("link_until"),
    sa.UniqueConstraint("user_id", "address_key"),
    sqlite_autoincrement=True,
)
# Anybody may claim an address, and one can show that it is theirs.
unique_where(
    emails.c.verified_at.is_not(None),
    "ix_emails_address_key",
    emails.c.address_key,
)

former_logins = sa.Table(
    "former_logins",
    metadata,
    sa.Column("login_key", sa.String(39), primary_key=True),
    # None of an account that is gone.
    sa.Column("account_id", sa.ForeignKey("accounts.id", ondelete="SET NULL")),
    at("left_at", nullable=False),
    sa.Index(None, "account_id"),
)

sessions = sa.Table(
    "sessions",
    metadata,
    number(),
    sa.Column("digest", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("user_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    at("created_at", nullable=False),
    at("seen_at", nullable=False),
    at("password_at", nullable=False),
    sa.Column("address", sa.String(64), nullable=False),
    sa.Column("agent", sa.String(255), nullable=False),
    sa.Index(None, "user_id"),
    sa.Index(None, "seen_at"),
    sqlite_autoincrement=True,
)
