"""An operator's switch for signing in by a code, for each application."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the moment from which it is off."""
    op.add_column("oauth_applications", sa.Column("device_flow_disabled_at", sa.BigInteger))
