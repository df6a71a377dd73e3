"""Alerts about secrets in pushed content."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _scanned_commits()
    _secret_alerts()
    _secret_locations()


def _scanned_commits() -> None:
    op.create_table(
        "scanned_commits",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("sha", sa.String(length=40), nullable=False),
        sa.Column("scanned_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repositories.id"],
            name=op.f("fk_scanned_commits_repository_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scanned_commits")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_scanned_commits_repository_id_sha"),
        "scanned_commits",
        ["repository_id", "sha"],
        unique=True,
    )


def _secret_alerts() -> None:
    op.create_table(
        "secret_alerts",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("resolution", sa.String(length=16)),
        sa.Column("comment", sa.String(length=500)),
        sa.Column("resolved_by", Big),
        sa.Column("resolved_at", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("token_id", Big),
        sa.Column("validity", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repositories.id"],
            name=op.f("fk_secret_alerts_repository_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by"],
            ["accounts.id"],
            name=op.f("fk_secret_alerts_resolved_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["token_id"], ["tokens.id"], name=op.f("fk_secret_alerts_token_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_alerts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_secret_alerts_digest"), "secret_alerts", ["digest"])
    op.create_index(
        op.f("ix_secret_alerts_repository_id_digest"),
        "secret_alerts",
        ["repository_id", "digest"],
        unique=True,
    )
    op.create_index(
        op.f("ix_secret_alerts_repository_id_number"),
        "secret_alerts",
        ["repository_id", "number"],
        unique=True,
    )
    op.create_index(op.f("ix_secret_alerts_resolved_by"), "secret_alerts", ["resolved_by"])
    op.create_index(op.f("ix_secret_alerts_token_id"), "secret_alerts", ["token_id"])


def _secret_locations() -> None:
    op.create_table(
        "secret_locations",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("alert_id", Big, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("blob", sa.String(length=40), nullable=False),
        sa.Column("commit_sha", sa.String(length=40), nullable=False),
        sa.Column("start_line", sa.Integer(), nullable=False),
        sa.Column("end_line", sa.Integer(), nullable=False),
        sa.Column("start_column", sa.Integer(), nullable=False),
        sa.Column("end_column", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["secret_alerts.id"],
            name=op.f("fk_secret_locations_alert_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_locations")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_secret_locations_alert_id"), "secret_locations", ["alert_id"])
