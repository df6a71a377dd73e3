"""In which language most of a repository is written. It is noted with the next push."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    """Add the column; nothing was looked at yet."""
    op.add_column("repositories", sa.Column("language", sa.String(64)))
