"""Organizations, their members, invitations and teams; facts know the organization they are of."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and the column of the facts."""
    _organizations()
    _members()
    _invitations()
    _teams()
    _team_members()
    _team_repositories()
    _invitation_teams()
    op.add_column("events", sa.Column("org_id", sa.BigInteger()))
    op.create_index(op.f("ix_events_org_id"), "events", ["org_id"])


def _to(table: str, column: str, target: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _switch(name: str, *, on: bool) -> sa.Column[bool]:
    default = sa.true() if on else sa.false()
    return sa.Column(name, sa.Boolean(), server_default=default, nullable=False)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _organizations() -> None:
    op.create_table(
        "organizations",
        sa.Column("id", Big, nullable=False),
        sa.Column("description", sa.String(length=160)),
        sa.Column("company", sa.String(length=255)),
        sa.Column("blog", sa.String(length=255)),
        sa.Column("location", sa.String(length=255)),
        sa.Column("public_email", sa.String(length=254)),
        sa.Column("billing_email", sa.String(length=254)),
        sa.Column("base_role", sa.SmallInteger(), server_default="1", nullable=False),
        _switch("members_create_public", on=True),
        _switch("members_create_private", on=True),
        _switch("members_create_internal", on=True),
        _switch("members_create_teams", on=True),
        _to("organizations", "id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
    )


def _members() -> None:
    op.create_table(
        "org_members",
        sa.Column("org_id", Big, nullable=False),
        sa.Column("user_id", Big, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        _switch("is_public", on=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        _to("org_members", "org_id", "organizations"),
        _to("org_members", "user_id", "accounts"),
        sa.PrimaryKeyConstraint("org_id", "user_id", name=op.f("pk_org_members")),
    )
    _index("org_members", "user_id")


def _invitations() -> None:
    table = "org_invitations"
    op.create_table(
        table,
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("org_id", Big, nullable=False),
        sa.Column("user_id", Big),
        sa.Column("email", sa.String(length=254)),
        sa.Column("email_key", sa.String(length=254)),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("inviter_id", Big),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        _to(table, "org_id", "organizations"),
        _to(table, "user_id", "accounts"),
        _to(table, "inviter_id", "accounts", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("org_id", "user_id", name=op.f(f"uq_{table}_org_id_user_id")),
        sa.UniqueConstraint("org_id", "email_key", name=op.f(f"uq_{table}_org_id_email_key")),
        sqlite_autoincrement=True,
    )
    _index(table, "user_id", "email_key", "inviter_id")


def _teams() -> None:
    op.create_table(
        "teams",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("org_id", Big, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("slug", sa.String(length=255), nullable=False),
        sa.Column("description", sa.String(length=255)),
        sa.Column("privacy", sa.String(length=16), nullable=False),
        _switch("notifies", on=True),
        sa.Column("parent_id", Big),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        _to("teams", "org_id", "organizations"),
        _to("teams", "parent_id", "teams", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("org_id", "slug", name=op.f("uq_teams_org_id_slug")),
        sqlite_autoincrement=True,
    )
    _index("teams", "parent_id")
    op.create_table(
        "team_ancestors",
        sa.Column("team_id", Big, nullable=False),
        sa.Column("ancestor_id", Big, nullable=False),
        _to("team_ancestors", "team_id", "teams"),
        _to("team_ancestors", "ancestor_id", "teams"),
        sa.PrimaryKeyConstraint("team_id", "ancestor_id", name=op.f("pk_team_ancestors")),
    )
    _index("team_ancestors", "ancestor_id")


def _team_members() -> None:
    op.create_table(
        "team_members",
        sa.Column("team_id", Big, nullable=False),
        sa.Column("user_id", Big, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        _to("team_members", "team_id", "teams"),
        _to("team_members", "user_id", "accounts"),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_team_members")),
    )
    _index("team_members", "user_id")


def _team_repositories() -> None:
    op.create_table(
        "team_repositories",
        sa.Column("team_id", Big, nullable=False),
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("role", sa.SmallInteger(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        _to("team_repositories", "team_id", "teams"),
        _to("team_repositories", "repository_id", "repositories"),
        sa.PrimaryKeyConstraint("team_id", "repository_id", name=op.f("pk_team_repositories")),
    )
    _index("team_repositories", "repository_id")


def _invitation_teams() -> None:
    table = "org_invitation_teams"
    op.create_table(
        table,
        sa.Column("invitation_id", Big, nullable=False),
        sa.Column("team_id", Big, nullable=False),
        _to(table, "invitation_id", "org_invitations"),
        _to(table, "team_id", "teams"),
        sa.PrimaryKeyConstraint("invitation_id", "team_id", name=op.f(f"pk_{table}")),
    )
    _index(table, "team_id")
