"""Webhooks, what waits to be sent to them, and what was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _hooks()
    _messages()
    _deliveries()


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _hooks() -> None:
    op.create_table(
        "hooks",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("repository_id", Big),
        sa.Column("organization_id", Big),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(length=16), nullable=False),
        sa.Column("insecure_ssl", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.LargeBinary()),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("last_code", sa.Integer()),
        sa.Column("last_status", sa.String(length=32), nullable=False),
        sa.Column("last_message", sa.String(length=255)),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        _key("hooks", "repository_id", "repositories"),
        _key("hooks", "organization_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hooks")),
        sqlite_autoincrement=True,
    )
    for column in ("repository_id", "organization_id"):
        _index("hooks", column)


def _messages() -> None:
    op.create_table(
        "hook_messages",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("hook_id", Big, nullable=False),
        sa.Column("guid", sa.String(length=36), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64)),
        sa.Column("repository_id", sa.BigInteger()),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("redelivery", sa.Boolean(), nullable=False),
        sa.Column("source", sa.BigInteger()),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger()),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        _key("hook_messages", "hook_id", "hooks"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_messages")),
        sa.UniqueConstraint(
            "hook_id", "source", "part", name=op.f("uq_hook_messages_hook_id_source_part")
        ),
        sqlite_autoincrement=True,
    )
    for column in ("due", "queued_at"):
        _index("hook_messages", column)


def _deliveries() -> None:
    op.create_table(
        "hook_deliveries",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("hook_id", Big, nullable=False),
        sa.Column("message_id", Big, nullable=False),
        sa.Column("redelivery", sa.Boolean(), nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("request_headers", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=255), nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=False),
        sa.Column("duration_ms", Big, nullable=False),
        sa.Column("response_headers", sa.JSON(), nullable=False),
        sa.Column("response_body", sa.Text(), nullable=False),
        _key("hook_deliveries", "hook_id", "hooks"),
        _key("hook_deliveries", "message_id", "hook_messages"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_deliveries")),
        sqlite_autoincrement=True,
    )
    for column in ("hook_id", "message_id"):
        _index("hook_deliveries", column)
