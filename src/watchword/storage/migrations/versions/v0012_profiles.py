"""What people say of themselves, and how many follow whom."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add columns to the accounts."""
    for column in (
        sa.Column("company", sa.String(length=255)),
        sa.Column("blog", sa.String(length=255)),
        sa.Column("location", sa.String(length=255)),
        sa.Column("bio", sa.String(length=160)),
        sa.Column("twitter_username", sa.String(length=15)),
        sa.Column("hireable", sa.Boolean()),
        sa.Column("public_email", sa.String(length=254)),
        sa.Column("followers", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("following", sa.BigInteger(), server_default="0", nullable=False),
    ):
        op.add_column("accounts", column)
