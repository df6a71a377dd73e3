"""Teams that may push to a protected branch."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    table = "branch_protection_teams"
    op.create_table(
        table,
        sa.Column("protection_id", Big, nullable=False),
        sa.Column("team_id", Big, nullable=False),
        _points(table, "protection_id", "branch_protections"),
        _points(table, "team_id", "teams"),
        sa.PrimaryKeyConstraint("protection_id", "team_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_team_id"), table, ["team_id"])


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
