"""Organizations: what is said of them beside their account, members, invitations and teams."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number


def _org(*, key: bool = False) -> sa.Column[int]:
    to = sa.ForeignKey("organizations.id", ondelete="CASCADE")
    return sa.Column("org_id", to, nullable=False, primary_key=key)


def _team(name: str = "team_id") -> sa.Column[int]:
    to = sa.ForeignKey("teams.id", ondelete="CASCADE")
    return sa.Column(name, to, primary_key=True)


def _user(*, nullable: bool = False, key: bool = False) -> sa.Column[int]:
    to = sa.ForeignKey("accounts.id", ondelete="CASCADE")
    return sa.Column("user_id", to, nullable=nullable, primary_key=key)


def _switch(name: str, *, on: bool) -> sa.Column[bool]:
    default = sa.true() if on else sa.false()
    return sa.Column(name, sa.Boolean, nullable=False, server_default=default)


organizations = sa.Table(
    "organizations",
    metadata,
    sa.Column("id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("description", sa.String(160)),
    sa.Column("company", sa.String(255)),
    sa.Column("blog", sa.String(255)),
    sa.Column("location", sa.String(255)),
    # Shown to everybody; that of the account is for signing in, and an organization has none.
    sa.Column("public_email", sa.String(254)),
    sa.Column("billing_email", sa.String(254)),
    # What every member may do with every repository: a number of access/roles.py.
    sa.Column("base_role", sa.SmallInteger, nullable=False, server_default="1"),
    _switch("members_create_public", on=True),
    _switch("members_create_private", on=True),
    _switch("members_create_internal", on=True),
    _switch("members_create_teams", on=True),
)

org_members = sa.Table(
    "org_members",
    metadata,
    _org(key=True),
    _user(key=True),
    sa.Column("role", sa.String(16), nullable=False),
    _switch("is_public", on=False),
    at("since", nullable=False),
    sa.Index(None, "user_id"),
)

org_invitations = sa.Table(
    "org_invitations",
    metadata,
    number(),
    _org(),
    # Either a person, or an address of which nobody is known yet.
    _user(nullable=True),
    sa.Column("email", sa.String(254)),
    sa.Column("email_key", sa.String(254)),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("inviter_id", sa.ForeignKey("accounts.id", ondelete="SET NULL")),
    at("created_at", nullable=False),
    sa.UniqueConstraint("org_id", "user_id"),
    sa.UniqueConstraint("org_id", "email_key"),
    sa.Index(None, "user_id"),
    sa.Index(None, "email_key"),
    sa.Index(None, "inviter_id"),
    sqlite_autoincrement=True,
)

teams = sa.Table(
    "teams",
    metadata,
    number(),
    _org(),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("slug", sa.String(255), nullable=False),
    sa.Column("description", sa.String(255)),
    sa.Column("privacy", sa.String(16), nullable=False),
    _switch("notifies", on=True),
    sa.Column("parent_id", sa.ForeignKey("teams.id", ondelete="SET NULL")),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    sa.UniqueConstraint("org_id", "slug"),
    sa.Index(None, "parent_id"),
    sqlite_autoincrement=True,
)

# Each team with itself and every team above it: what those may, its members may as well.
team_ancestors = sa.Table(
    "team_ancestors",
    metadata,
    _team(),
    _team("ancestor_id"),
    sa.Index(None, "ancestor_id"),
)

team_members = sa.Table(
    "team_members",
    metadata,
    _team(),
    _user(key=True),
    sa.Column("role", sa.String(16), nullable=False),
    at("since", nullable=False),
    sa.Index(None, "user_id"),
)

team_repositories = sa.Table(
    "team_repositories",
    metadata,
    _team(),
    sa.Column(
        "repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("role", sa.SmallInteger, nullable=False),
    at("added_at", nullable=False),
    sa.Index(None, "repository_id"),
)

invitation_teams = sa.Table(
    "org_invitation_teams",
    metadata,
    sa.Column(
        "invitation_id", sa.ForeignKey("org_invitations.id", ondelete="CASCADE"), primary_key=True
    ),
    _team(),
    sa.Index(None, "team_id"),
)
