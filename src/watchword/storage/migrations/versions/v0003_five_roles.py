"""Two more roles: numbers of the stored ones move apart to let triage and maintain in between."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOVED = {3: 5, 2: 3}
"""Admin, then write: in this order no role passes through the number of another."""


def upgrade() -> None:
    """Give write and admin the numbers that they have now."""
    collaborators = sa.table("collaborators", sa.column("role", sa.SmallInteger))
    for before, now in MOVED.items():
        op.execute(sa.update(collaborators).where(collaborators.c.role == before).values(role=now))
