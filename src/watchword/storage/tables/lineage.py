"""Where repositories come from. A repository that has nothing to tell has no row."""

import sqlalchemy as sa

from watchword.storage.tables.metadata import at, metadata

lineage = sa.Table(
    "repository_lineage",
    metadata,
    sa.Column(
        "repository_id", sa.ForeignKey("repositories.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("is_template", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("parent_id", sa.ForeignKey("repositories.id", ondelete="SET NULL")),
    sa.Column("source_id", sa.ForeignKey("repositories.id", ondelete="SET NULL")),
    sa.Column("template_id", sa.ForeignKey("repositories.id", ondelete="SET NULL")),
    at("filling_since"),
    sa.Column("branch", sa.String(255)),
    sa.Index(None, "parent_id"),
    sa.Index(None, "source_id"),
    sa.Index(None, "template_id"),
    sa.Index(None, "filling_since"),
)
