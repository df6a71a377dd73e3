"""Statuses of commits, deployments, releases and their files."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _commit_statuses()
    _deployments()
    _releases()
    _deployment_statuses()
    _release_assets()


def _commit_statuses() -> None:
    op.create_table(
        "commit_statuses",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("sha", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("context", sa.String(length=255), nullable=False),
        sa.Column("context_key", sa.String(length=255), nullable=False),
        sa.Column("description", sa.String(length=140)),
        sa.Column("target_url", sa.String(length=2000)),
        sa.Column("creator_id", Big),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["creator_id"],
            ["accounts.id"],
            name=op.f("fk_commit_statuses_creator_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repositories.id"],
            name=op.f("fk_commit_statuses_repository_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commit_statuses")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_commit_statuses_creator_id"), "commit_statuses", ["creator_id"])
    op.create_index(
        op.f("ix_commit_statuses_repository_id_sha_context_key"),
        "commit_statuses",
        ["repository_id", "sha", "context_key"],
    )


def _deployments() -> None:
    op.create_table(
        "deployments",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("sha", sa.String(length=40), nullable=False),
        sa.Column("ref", sa.String(length=255), nullable=False),
        sa.Column("task", sa.String(length=255), nullable=False),
        sa.Column("environment", sa.String(length=255), nullable=False),
        sa.Column("original_environment", sa.String(length=255), nullable=False),
        sa.Column("description", sa.String(length=140)),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("transient", sa.Boolean(), nullable=False),
        sa.Column("production", sa.Boolean(), nullable=False),
        sa.Column("creator_id", Big),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["creator_id"],
            ["accounts.id"],
            name=op.f("fk_deployments_creator_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repositories.id"],
            name=op.f("fk_deployments_repository_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployments")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_deployments_creator_id"), "deployments", ["creator_id"])
    op.create_index(op.f("ix_deployments_repository_id"), "deployments", ["repository_id"])


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("tag", sa.String(length=255), nullable=False),
        sa.Column("target", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255)),
        sa.Column("body", sa.Text()),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("prerelease", sa.Boolean(), nullable=False),
        sa.Column("author_id", Big),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.BigInteger()),
        sa.Column("latest_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["author_id"], ["accounts.id"], name=op.f("fk_releases_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repositories.id"],
            name=op.f("fk_releases_repository_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_releases_author_id"), "releases", ["author_id"])
    op.create_index(
        op.f("ix_releases_repository_id_latest_at"), "releases", ["repository_id", "latest_at"]
    )
    op.create_index(
        "ix_releases_repository_id_tag",
        "releases",
        ["repository_id", "tag"],
        unique=True,
        sqlite_where=sa.text("draft IS 0"),
        postgresql_where=sa.text("draft IS false"),
    )


def _deployment_statuses() -> None:
    op.create_table(
        "deployment_statuses",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("deployment_id", Big, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("description", sa.String(length=140)),
        sa.Column("environment", sa.String(length=255), nullable=False),
        sa.Column("environment_url", sa.String(length=2000)),
        sa.Column("log_url", sa.String(length=2000)),
        sa.Column("creator_id", Big),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["creator_id"],
            ["accounts.id"],
            name=op.f("fk_deployment_statuses_creator_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["deployment_id"],
            ["deployments.id"],
            name=op.f("fk_deployment_statuses_deployment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment_statuses")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_deployment_statuses_creator_id"), "deployment_statuses", ["creator_id"]
    )
    op.create_index(
        op.f("ix_deployment_statuses_deployment_id"), "deployment_statuses", ["deployment_id"]
    )


def _release_assets() -> None:
    op.create_table(
        "release_assets",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("release_id", Big, nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("label", sa.String(length=255)),
        sa.Column("content_type", sa.String(length=512), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("downloads", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("uploader_id", Big),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["releases.id"],
            name=op.f("fk_release_assets_release_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["uploader_id"],
            ["accounts.id"],
            name=op.f("fk_release_assets_uploader_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_assets")),
        sa.UniqueConstraint("key", name=op.f("uq_release_assets_key")),
        sa.UniqueConstraint("release_id", "name", name=op.f("uq_release_assets_release_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_release_assets_uploader_id"), "release_assets", ["uploader_id"])
