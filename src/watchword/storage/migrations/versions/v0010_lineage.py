"""Where repositories come from: forks and templates."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "repository_lineage"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("repository_id", Big, nullable=False),
        sa.Column("is_template", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("parent_id", Big),
        sa.Column("source_id", Big),
        sa.Column("template_id", Big),
        sa.Column("filling_since", sa.BigInteger()),
        sa.Column("branch", sa.String(length=255)),
        _to("repository_id", "CASCADE"),
        *(_to(column, "SET NULL") for column in ("parent_id", "source_id", "template_id")),
        sa.PrimaryKeyConstraint("repository_id", name=op.f(f"pk_{TABLE}")),
    )
    for column in ("parent_id", "source_id", "template_id", "filling_since"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])


def _to(column: str, deleted: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_{column}")
    return sa.ForeignKeyConstraint([column], ["repositories.id"], name=name, ondelete=deleted)
