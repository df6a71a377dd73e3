"""Under which licence a repository is. It is noted with the next push."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0025"


def upgrade() -> None:
    """Add the column; nothing was looked at yet."""
    op.add_column("repositories", sa.Column("licence", sa.String(64)))
