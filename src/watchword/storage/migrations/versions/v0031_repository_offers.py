"""Repositories that other people may have."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

TABLE = "repository_offers"
Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("receiver_id", Big, nullable=False),
        sa.Column("giver_id", Big, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        _key("repository_id", "repositories"),
        _key("receiver_id", "accounts"),
        _key("giver_id", "accounts"),
        sa.PrimaryKeyConstraint("repository_id", name=op.f(f"pk_{TABLE}")),
    )
    for column in ("receiver_id", "giver_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
