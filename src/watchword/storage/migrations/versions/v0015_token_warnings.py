"""When people were told that a token ends."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add a column to the tokens."""
    op.add_column("tokens", sa.Column("warned", sa.SmallInteger()))
