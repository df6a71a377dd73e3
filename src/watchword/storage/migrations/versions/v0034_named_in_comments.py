"""Comments that were changed know whom they named before."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Make the column."""
    op.add_column("commit_comments", sa.Column("named", sa.Text()))
