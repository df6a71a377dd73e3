"""Comments on commits."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "commit_comments",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("sha", sa.String(length=40), nullable=False),
        sa.Column("author_id", Big, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("path", sa.Text()),
        sa.Column("position", sa.Integer()),
        sa.Column("line", sa.Integer()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repositories.id"],
            name=op.f("fk_commit_comments_repository_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["accounts.id"],
            name=op.f("fk_commit_comments_author_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commit_comments")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_commit_comments_author_id"), "commit_comments", ["author_id"])
    op.create_index(
        op.f("ix_commit_comments_repository_id_sha"), "commit_comments", ["repository_id", "sha"]
    )
