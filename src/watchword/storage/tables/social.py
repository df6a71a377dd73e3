"""Who follows whom; what people marked with a star, and what they watch."""

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

stars = sa.Table(
    "stars",
    metadata,
    sa.Column("user_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE"), primary_key=True
    ),
    at("since", nullable=False),
    sa.Index(None, "repository_id", "since"),
)

watches = sa.Table(
    "watches",
    metadata,
    sa.Column(
        "repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("user_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    # Told of nothing, rather than of everything.
    sa.Column("ignored", sa.Boolean, nullable=False),
    at("since", nullable=False),
    sa.Index(None, "user_id"),
)
