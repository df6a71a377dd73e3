"""Logins that accounts had before."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "former_logins",
        sa.Column("login_key", sa.String(length=39), nullable=False),
        sa.Column("account_id", Big),
        sa.Column("left_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_former_logins_account_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("login_key", name=op.f("pk_former_logins")),
    )
    op.create_index(op.f("ix_former_logins_account_id"), "former_logins", ["account_id"])
