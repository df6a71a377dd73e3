"""Large files beside repositories, and locks on their paths."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _large_files()
    _large_file_links()
    _lfs_locks()
    _lfs_switched_off()


def _large_files() -> None:
    op.create_table(
        "large_files",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("oid", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("unused_since", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_large_files")),
        sa.UniqueConstraint("oid", name=op.f("uq_large_files_oid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_large_files_unused_since"), "large_files", ["unused_since"])


def _large_file_links() -> None:
    op.create_table(
        "large_file_links",
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("file_id", Big, nullable=False),
        sa.Column("uploader_id", Big),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["large_files.id"], name=op.f("fk_large_file_links_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repositories.id"],
            name=op.f("fk_large_file_links_repository_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["uploader_id"],
            ["accounts.id"],
            name=op.f("fk_large_file_links_uploader_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("repository_id", "file_id", name=op.f("pk_large_file_links")),
    )
    op.create_index(op.f("ix_large_file_links_file_id"), "large_file_links", ["file_id"])
    op.create_index(op.f("ix_large_file_links_uploader_id"), "large_file_links", ["uploader_id"])


def _lfs_locks() -> None:
    op.create_table(
        "lfs_locks",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("path_sha256", sa.String(length=64), nullable=False),
        sa.Column("owner_id", Big, nullable=False),
        sa.Column("locked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["accounts.id"], name=op.f("fk_lfs_locks_owner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repositories.id"],
            name=op.f("fk_lfs_locks_repository_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lfs_locks")),
        sa.UniqueConstraint(
            "repository_id", "path_sha256", name=op.f("uq_lfs_locks_repository_id_path_sha256")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_lfs_locks_owner_id"), "lfs_locks", ["owner_id"])


def _lfs_switched_off() -> None:
    op.create_table(
        "lfs_switched_off",
        sa.Column("repository_id", Big, nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repositories.id"],
            name=op.f("fk_lfs_switched_off_repository_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("repository_id", name=op.f("pk_lfs_switched_off")),
    )
