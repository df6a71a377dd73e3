"""Names that branches had before."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

TABLE = "former_branches"
Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("present_name", sa.String(length=255), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repositories.id"],
            name=op.f(f"fk_{TABLE}_repository_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("repository_id", "name", name=op.f(f"pk_{TABLE}")),
    )
