"""How much of each language there is in a repository: noted with the next push, or by and by."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    """Add the column; nothing was counted yet."""
    op.add_column("repositories", sa.Column("languages", sa.Text))
