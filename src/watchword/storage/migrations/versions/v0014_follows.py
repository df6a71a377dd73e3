"""Who follows whom."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "follows",
        sa.Column("follower_id", Big, nullable=False),
        sa.Column("followed_id", Big, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], ["accounts.id"], name=op.f(f"fk_follows_{column}"), ondelete="CASCADE"
            )
            for column in ("follower_id", "followed_id")
        ),
        sa.PrimaryKeyConstraint("follower_id", "followed_id", name=op.f("pk_follows")),
    )
    op.create_index(op.f("ix_follows_followed_id"), "follows", ["followed_id"])
