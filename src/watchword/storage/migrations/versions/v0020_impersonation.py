"""Tokens with which somebody acts for others."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAMED = "ix_tokens_user_id_note"
OWN = sa.text("family_id IS NULL AND impersonator_id IS NULL")


def upgrade() -> None:
    """Add who acts, and with which token it was made; a note of theirs takes nobody's."""
    op.drop_index(op.f(NAMED), table_name="tokens")
    last = _last_number()
    with op.batch_alter_table("tokens", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("impersonator_id", Big))
        batch.add_column(sa.Column("minted_by", Big))
        for column, there in (("impersonator_id", "accounts"), ("minted_by", "tokens")):
            batch.create_foreign_key(
                op.f(f"fk_tokens_{column}"), there, [column], ["id"], ondelete="CASCADE"
            )
    _go_on_after(last)
    for column in ("impersonator_id", "minted_by"):
        op.create_index(op.f(f"ix_tokens_{column}"), "tokens", [column])
    op.create_index(
        op.f(NAMED),
        "tokens",
        ["user_id", "note"],
        unique=True,
        sqlite_where=OWN,
        postgresql_where=OWN,
    )


def _last_number() -> int:
    """The number that SQLite gave last, also to a row that is gone: none is used again."""
    if op.get_bind().dialect.name != "sqlite":
        return 0
    asked = sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'tokens'")
    return op.get_bind().execute(asked).scalar() or 0


def _go_on_after(number: int) -> None:
    """Number on where the table of before ended."""
    if number:
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'tokens'")
        put = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('tokens', :number)")
        op.get_bind().execute(put, {"number": number})
