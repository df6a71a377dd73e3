"""Comments on commits."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata, number

commit_comments = sa.Table(
    "commit_comments",
    metadata,
    number(),
    sa.Column(
        "repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("sha", sa.String(40), nullable=False),
    sa.Column("author_id", sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    # All whom it names or named before, with blanks between them, once it was changed.
    sa.Column("named", sa.Text),
    sa.Column("path", sa.Text),
    sa.Column("position", sa.Integer),
    sa.Column("line", sa.Integer),
    at("created_at", nullable=False),
    at("updated_at", nullable=False),
    sa.Index(None, "repository_id", "sha"),
    sa.Index(None, "author_id"),
    sqlite_autoincrement=True,
)
