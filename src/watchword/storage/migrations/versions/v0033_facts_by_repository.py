"""Facts are found by the repository that they are about."""

from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """Make the index."""
    columns = ["repository_id", "name", "at_ms"]
    op.create_index(op.f("ix_events_repository_id_name_at_ms"), "events", columns)
