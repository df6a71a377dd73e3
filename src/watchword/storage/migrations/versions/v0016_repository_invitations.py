"""Invitations to work with repositories."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

TABLE = "repository_invitations"
Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("invitee_id", Big, nullable=False),
        sa.Column("inviter_id", Big),
        sa.Column("role", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        _key("repository_id", "repositories", "CASCADE"),
        _key("invitee_id", "accounts", "CASCADE"),
        _key("inviter_id", "accounts", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint(
            "repository_id", "invitee_id", name=op.f(f"uq_{TABLE}_repository_id_invitee_id")
        ),
        sqlite_autoincrement=True,
    )
    for column in ("invitee_id", "inviter_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])


def _key(column: str, to: str, deleted: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=deleted)
