"""What people are told of."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
THERE = {
    "user_id": ("accounts", "CASCADE"),
    "repository_id": ("repositories", "CASCADE"),
    "comment_id": ("commit_comments", "SET NULL"),
    "invitation_id": ("repository_invitations", "CASCADE"),
    "org_invitation_id": ("org_invitations", "CASCADE"),
    "alert_id": ("secret_alerts", "CASCADE"),
}
INDEXED = (
    ["user_id", "updated_at"],
    ["user_id", "unread"],
    ["repository_id"],
    ["comment_id"],
    ["invitation_id"],
    ["org_invitation_id"],
    ["alert_id"],
    ["updated_at"],
)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "notifications",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("user_id", Big, nullable=False),
        sa.Column("repository_id", Big),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.Column("chosen_at", sa.BigInteger()),
        sa.Column("comment_id", Big),
        sa.Column("invitation_id", Big),
        sa.Column("org_invitation_id", Big),
        sa.Column("alert_id", Big),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("last_read_at", sa.BigInteger()),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_notifications_{column}"), ondelete=gone
            )
            for column, (table, gone) in THERE.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint(
            "user_id", "subject", "key", name=op.f("uq_notifications_user_id_subject_key")
        ),
        sqlite_autoincrement=True,
    )
    for columns in INDEXED:
        name = f"ix_notifications_{'_'.join(columns)}"
        op.create_index(op.f(name), "notifications", columns)
