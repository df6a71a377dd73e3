"""How much space a repository takes: measured with the next push, or by and by."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Add the column; nothing was measured yet."""
    size = sa.Column("size", sa.BigInteger, nullable=False, server_default="0")
    op.add_column("repositories", size)
