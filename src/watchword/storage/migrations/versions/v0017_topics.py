"""Topics: what a repository is about, in single words."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the column; no repository has any yet."""
    topics = sa.Column("topics", sa.Text(), server_default="", nullable=False)
    op.add_column("repositories", topics)
