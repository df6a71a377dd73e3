"""Several addresses for an account; those that the operator gave are verified."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table and put there what stands in the accounts."""
    op.create_table(
        "emails",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("user_id", Big, nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("address_key", sa.String(length=254), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("verified_at", sa.BigInteger()),
        sa.Column("digest", sa.LargeBinary(length=32)),
        sa.Column("link_until", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["user_id"], ["accounts.id"], name=op.f("fk_emails_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emails")),
        sa.UniqueConstraint("user_id", "address_key", name=op.f("uq_emails_user_id_address_key")),
        sqlite_autoincrement=True,
    )
    verified = sa.text("verified_at IS NOT NULL")
    op.create_index(
        op.f("ix_emails_address_key"),
        "emails",
        ["address_key"],
        unique=True,
        sqlite_where=verified,
        postgresql_where=verified,
    )
    op.execute(
        "INSERT INTO emails (user_id, address, address_key, added_at, verified_at)"
        " SELECT id, email, email_key, created_at, created_at FROM accounts"
        " WHERE email IS NOT NULL ORDER BY id"
    )
