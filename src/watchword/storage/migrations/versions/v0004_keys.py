"""Public keys of people and of repositories."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _public_keys()
    _signing_keys()
    _gpg_keys()


def _points(table: str, column: str, to: str, deleted: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=deleted)


def _public_keys() -> None:
    table = "public_keys"
    op.create_table(
        table,
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("user_id", Big),
        sa.Column("repository_id", Big),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("read_only", sa.Boolean(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("added_by", Big),
        sa.Column("token_id", Big),
        sa.Column("family_id", Big),
        sa.Column("application_id", Big),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger()),
        sa.CheckConstraint(
            "(user_id IS NULL) <> (repository_id IS NULL)", name=op.f("ck_public_keys_of_one")
        ),
        _points(table, "user_id", "accounts", "CASCADE"),
        _points(table, "repository_id", "repositories", "CASCADE"),
        _points(table, "added_by", "accounts", "SET NULL"),
        _points(table, "token_id", "tokens", "CASCADE"),
        _points(table, "family_id", "oauth_families", "CASCADE"),
        _points(table, "application_id", "oauth_applications", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_keys")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_public_keys_fingerprint")),
        sqlite_autoincrement=True,
    )
    for column in (
        "user_id",
        "repository_id",
        "added_by",
        "token_id",
        "family_id",
        "application_id",
    ):
        op.create_index(op.f(f"ix_public_keys_{column}"), table, [column])


def _signing_keys() -> None:
    op.create_table(
        "signing_keys",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("user_id", Big, nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        _points("signing_keys", "user_id", "accounts", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_keys")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_signing_keys_fingerprint")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_signing_keys_user_id"), "signing_keys", ["user_id"])


def _gpg_keys() -> None:
    table = "gpg_keys"
    op.create_table(
        table,
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("user_id", Big, nullable=False),
        sa.Column("primary_id", Big),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("raw_key", sa.Text()),
        sa.Column("emails", sa.JSON(), nullable=False),
        sa.Column("can_sign", sa.Boolean(), nullable=False),
        sa.Column("can_certify", sa.Boolean(), nullable=False),
        sa.Column("can_encrypt_comms", sa.Boolean(), nullable=False),
        sa.Column("can_encrypt_storage", sa.Boolean(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        _points(table, "user_id", "accounts", "CASCADE"),
        _points(table, "primary_id", table, "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gpg_keys")),
        sqlite_autoincrement=True,
    )
    for column in ("user_id", "primary_id"):
        op.create_index(op.f(f"ix_gpg_keys_{column}"), table, [column])
    whole = sa.text("primary_id IS NULL")
    op.create_index(
        op.f("ix_gpg_keys_fingerprint"),
        table,
        ["fingerprint"],
        unique=True,
        sqlite_where=whole,
        postgresql_where=whole,
    )
