"""Pushes: opened before git may move a ref, closed before the client hears of success."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number

pushes = sa.Table(
    "pushes",
    metadata,
    number(),
    # One of the two: to what it was pushed.
    sa.Column("repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE")),
    sa.Column("gist_id", sa.ForeignKey("gists.id", ondelete="CASCADE")),
    at("opened_at", nullable=False),
    at("closed_at"),
    sa.Column("origin", sa.JSON, nullable=False),
    # One line for each: old, new, ref. There may be tens of thousands.
    sa.Column("commands", sa.Text, nullable=False),
    sa.Index(None, "repository_id", "closed_at"),
    sa.Index(None, "gist_id", "closed_at"),
    sa.Index(None, "closed_at"),
    sqlite_autoincrement=True,
)
