"""Webhooks of a repository hear that it is gone: they outlive it for that."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"


def upgrade() -> None:
    """Add of which repository that is gone a webhook was."""
    op.add_column("hooks", sa.Column("gone_repository", sa.BigInteger))
    op.create_index(op.f("ix_hooks_gone_repository"), "hooks", ["gone_repository"])
