"""Rules of protected branches."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SWITCHES = (
    "restricted",
    "allow_force_pushes",
    "allow_deletions",
    "enforce_admins",
    "lock_branch",
    "block_creations",
)


def upgrade() -> None:
    """Make the tables."""
    table, users = "branch_protections", "branch_protection_users"
    op.create_table(
        table,
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("pattern", sa.String(length=255), nullable=False),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in SWITCHES),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        _points(table, "repository_id", "repositories"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_protections")),
        sa.UniqueConstraint(
            "repository_id", "pattern", name=op.f("uq_branch_protections_repository_id_pattern")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        users,
        sa.Column("protection_id", Big, nullable=False),
        sa.Column("user_id", Big, nullable=False),
        _points(users, "protection_id", table),
        _points(users, "user_id", "accounts"),
        sa.PrimaryKeyConstraint(
            "protection_id", "user_id", name=op.f("pk_branch_protection_users")
        ),
    )
    op.create_index(op.f("ix_branch_protection_users_user_id"), users, ["user_id"])


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
