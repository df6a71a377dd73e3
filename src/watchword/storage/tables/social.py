"""Who follows whom."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata

follows = sa.Table(
    "follows",
    metadata,
    sa.Column("follower_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("followed_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    at("since", nullable=False),
    sa.Index(None, "followed_id"),
)
