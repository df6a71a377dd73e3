"""OAuth: applications, sign-ins through them, and what is on its way. Secrets are keyed hashes."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number

oauth_applications = sa.Table(
    "oauth_applications",
    metadata,
    number(),
    sa.Column("client_id", sa.String(64), nullable=False, unique=True),
    # Nobody's are the ones that every server of this kind knows.
    sa.Column("owner_id", sa.ForeignKey("accounts.id", ondelete="CASCADE")),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("homepage", sa.String(2048), nullable=False, server_default=""),
    sa.Column("description", sa.String(1024), nullable=False, server_default=""),
    sa.Column("callbacks", sa.JSON, nullable=False),
    sa.Column("confidential", sa.Boolean, nullable=False),
    sa.Column("device_flow", sa.Boolean, nullable=False),
    sa.Column("expiry", sa.String(16), nullable=False),
    sa.Column("default_scopes", sa.String(255), nullable=False, server_default=""),
    at("disabled_at"),
    # By the operator; whoever registered it cannot switch it on again.
    at("device_flow_disabled_at"),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    sa.Index(None, "owner_id"),
    sqlite_autoincrement=True,
)


def _application() -> sa.Column[int]:
    to = sa.ForeignKey("oauth_applications.id", ondelete="CASCADE")
    return sa.Column("application_id", to, nullable=False)


def _user(*, nullable: bool = False) -> sa.Column[int]:
    to = sa.ForeignKey("accounts.id", ondelete="CASCADE")
    return sa.Column("user_id", to, nullable=nullable)


oauth_secrets = sa.Table(
    "oauth_secrets",
    metadata,
    number(),
    _application(),
    sa.Column("digest", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("last_eight", sa.String(8), nullable=False),
    at("created_at", nullable=False),
    at("last_used_at"),
    sa.Index(None, "application_id"),
    sqlite_autoincrement=True,
)

oauth_families = sa.Table(
    "oauth_families",
    metadata,
    number(),
    _application(),
    _user(),
    sa.Column("scopes", sa.Text, nullable=False),
    at("created_at", nullable=False),
    sa.Index(None, "user_id", "application_id"),
    sa.Index(None, "application_id"),
    sqlite_autoincrement=True,
)

oauth_codes = sa.Table(
    "oauth_codes",
    metadata,
    number(),
    sa.Column("digest", sa.LargeBinary(32), nullable=False, unique=True),
    _application(),
    _user(),
    sa.Column("scopes", sa.Text, nullable=False),
    sa.Column("offline", sa.Boolean, nullable=False),
    sa.Column("redirect_uri", sa.Text, nullable=False),
    sa.Column("challenge", sa.String(64)),
    at("expires_at", nullable=False),
    at("used_at"),
    # What it was exchanged for, so that a second exchange can end it.
    sa.Column("family_id", sa.ForeignKey("oauth_families.id", ondelete="SET NULL")),
    sa.Index(None, "expires_at"),
    sa.Index(None, "application_id"),
    sa.Index(None, "user_id"),
    sa.Index(None, "family_id"),
    sqlite_autoincrement=True,
)

oauth_devices = sa.Table(
    "oauth_devices",
    metadata,
    number(),
    sa.Column("device_digest", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("user_digest", sa.LargeBinary(32), nullable=False, unique=True),
    _application(),
    _user(nullable=True),
    sa.Column("scopes", sa.Text, nullable=False),
    sa.Column("offline", sa.Boolean, nullable=False),
    sa.Column("address", sa.String(64), nullable=False),
    sa.Column("agent", sa.String(255), nullable=False),
    sa.Column("interval", sa.BigInteger, nullable=False),
    at("created_at", nullable=False),
    at("expires_at", nullable=False),
    at("polled_at"),
    at("approved_at"),
    at("denied_at"),
    sa.Index(None, "expires_at"),
    sa.Index(None, "application_id"),
    sa.Index(None, "user_id"),
    sqlite_autoincrement=True,
)

oauth_refresh_tokens = sa.Table(
    "oauth_refresh_tokens",
    metadata,
    number(),
    sa.Column("digest", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("family_id", sa.ForeignKey("oauth_families.id", ondelete="CASCADE"), nullable=False),
    # The access token that came with it.
    sa.Column("token_id", sa.ForeignKey("tokens.id", ondelete="SET NULL")),
    at("created_at", nullable=False),
    at("expires_at", nullable=False),
    at("used_at"),
    # The one that came in its place.
    sa.Column("successor_id", sa.BigInteger),
    sa.Index(None, "family_id"),
    sa.Index(None, "token_id"),
    sa.Index(None, "expires_at"),
    sqlite_autoincrement=True,
)
