"""Repositories, the names they had, and who works with them."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number

repositories = sa.Table(
    "repositories",
    metadata,
    number(),
    sa.Column("key", sa.String(32), nullable=False, unique=True),
    sa.Column("owner_id", sa.ForeignKey("accounts.id", ondelete="RESTRICT"), nullable=False),
    sa.Column("name", sa.String(100), nullable=False),
    sa.Column("name_key", sa.String(100), nullable=False),
    sa.Column("description", sa.String(350)),
    sa.Column("homepage", sa.String(255)),
    sa.Column("visibility", sa.String(16), nullable=False),
    sa.Column("default_branch", sa.String(255), nullable=False),
    # Words between blanks.
    sa.Column("topics", sa.Text, nullable=False, server_default=""),
    # Counted where stars and watches are kept, so that lists can be ordered by them.
    sa.Column("stars", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("watchers", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("licence", sa.String(64)),
    sa.Column("language", sa.String(64)),
    # Bytes by languages, most first: an object in JSON. NULL: nobody looked yet.
    sa.Column("languages", sa.Text),
    # In kibibytes, as it was measured last.
    sa.Column("size", sa.BigInteger, nullable=False, server_default="0"),
    at("archived_at"),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    at("pushed_at"),
    sa.UniqueConstraint("owner_id", "name_key"),
    sqlite_autoincrement=True,
)

aliases = sa.Table(
    "repository_aliases",
    metadata,
    sa.Column("owner_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("name_key", sa.String(100), primary_key=True),
    sa.Column(
        "repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Index(None, "repository_id"),
)

collaborators = sa.Table(
    "collaborators",
    metadata,
    sa.Column(
        "repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("user_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("role", sa.SmallInteger, nullable=False),
    at("added_at", nullable=False),
    sa.Index(None, "user_id"),
)

former_branches = sa.Table(
    "former_branches",
    metadata,
    sa.Column(
        "repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("name", sa.String(255), primary_key=True),
    sa.Column("present_name", sa.String(255), nullable=False),
    at("since", nullable=False),
)

protections = sa.Table(
    "branch_protections",
    metadata,
    number(),
    sa.Column(
        "repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("pattern", sa.String(255), nullable=False),
    sa.Column("restricted", sa.Boolean, nullable=False),
    sa.Column("allow_force_pushes", sa.Boolean, nullable=False),
    sa.Column("allow_deletions", sa.Boolean, nullable=False),
    sa.Column("enforce_admins", sa.Boolean, nullable=False),
    sa.Column("lock_branch", sa.Boolean, nullable=False),
    sa.Column("block_creations", sa.Boolean, nullable=False),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    sa.UniqueConstraint("repository_id", "pattern"),
    sqlite_autoincrement=True,
)

protection_users = sa.Table(
    "branch_protection_users",
    metadata,
    sa.Column(
        "protection_id",
        sa.ForeignKey("branch_protections.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("user_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    sa.Index(None, "user_id"),
)

protection_teams = sa.Table(
    "branch_protection_teams",
    metadata,
    sa.Column(
        "protection_id",
        sa.ForeignKey("branch_protections.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("team_id", sa.ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    sa.Index(None, "team_id"),
)

repository_offers = sa.Table(
    "repository_offers",
    metadata,
    sa.Column(
        "repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("receiver_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    sa.Column("giver_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    at("offered_at", nullable=False),
    sa.Index(None, "receiver_id"),
    sa.Index(None, "giver_id"),
)

repository_invitations = sa.Table(
    "repository_invitations",
    metadata,
    number(),
    sa.Column(
        "repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("invitee_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    sa.Column("inviter_id", sa.ForeignKey("accounts.id", ondelete="SET NULL")),
    sa.Column("role", sa.SmallInteger, nullable=False),
    at("created_at", nullable=False),
    sa.UniqueConstraint("repository_id", "invitee_id"),
    sa.Index(None, "invitee_id"),
    sa.Index(None, "inviter_id"),
    sqlite_autoincrement=True,
)
