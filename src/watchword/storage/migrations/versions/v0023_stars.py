"""Stars and watches of repositories. Who owns a repository watches it from the beginning."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OWNERS = """
INSERT INTO watches (repository_id, user_id, ignored, since)
SELECT repositories.id, accounts.id, false, repositories.created_at
FROM repositories JOIN accounts ON accounts.id = repositories.owner_id
WHERE accounts.kind = 'user'
"""
COUNTED = """
UPDATE repositories SET watchers = 1 WHERE id IN (SELECT repository_id FROM watches)
"""


def upgrade() -> None:
    """Make the tables, and count in the repositories' rows."""
    for name in ("stars", "watchers"):
        column = sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)
        op.add_column("repositories", column)
    _stars()
    _watches()
    op.execute(OWNERS)
    op.execute(COUNTED)


def _key(table: str, column: str, there: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{there}.id"], name=name, ondelete="CASCADE")


def _stars() -> None:
    op.create_table(
        "stars",
        sa.Column("user_id", Big, nullable=False),
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        _key("stars", "user_id", "accounts"),
        _key("stars", "repository_id", "repositories"),
        sa.PrimaryKeyConstraint("user_id", "repository_id", name=op.f("pk_stars")),
    )
    columns = ["repository_id", "since"]
    op.create_index(op.f("ix_stars_repository_id_since"), "stars", columns)


def _watches() -> None:
    op.create_table(
        "watches",
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("user_id", Big, nullable=False),
        sa.Column("ignored", sa.Boolean(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        _key("watches", "repository_id", "repositories"),
        _key("watches", "user_id", "accounts"),
        sa.PrimaryKeyConstraint("repository_id", "user_id", name=op.f("pk_watches")),
    )
    op.create_index(op.f("ix_watches_user_id"), "watches", ["user_id"])
