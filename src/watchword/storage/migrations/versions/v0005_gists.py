"""Gists: their rows, stars and comments, how many people have, and pushes to them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; a push is one to a repository or to a gist from now on."""
    _gists()
    _stars()
    _comments()
    for column in ("public_gists", "private_gists"):
        op.add_column(
            "accounts", sa.Column(column, sa.BigInteger(), server_default="0", nullable=False)
        )
    _pushes()


def _gists() -> None:
    op.create_table(
        "gists",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("owner_id", Big, nullable=False),
        sa.Column("description", sa.String(length=255)),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("default_branch", sa.String(length=255), nullable=False),
        sa.Column("parent_id", Big),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        _to("gists", "owner_id", "accounts", "RESTRICT"),
        _to("gists", "parent_id", "gists", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gists")),
        sa.UniqueConstraint("name", name=op.f("uq_gists_name")),
        sa.UniqueConstraint("key", name=op.f("uq_gists_key")),
        sqlite_autoincrement=True,
    )
    _index("gists", "owner_id", "updated_at")
    _index("gists", "listed", "updated_at")
    _index("gists", "parent_id")


def _stars() -> None:
    op.create_table(
        "gist_stars",
        sa.Column("gist_id", Big, nullable=False),
        sa.Column("user_id", Big, nullable=False),
        sa.Column("starred_at", sa.BigInteger(), nullable=False),
        _to("gist_stars", "gist_id", "gists", "CASCADE"),
        _to("gist_stars", "user_id", "accounts", "CASCADE"),
        sa.PrimaryKeyConstraint("gist_id", "user_id", name=op.f("pk_gist_stars")),
    )
    _index("gist_stars", "user_id")


def _comments() -> None:
    op.create_table(
        "gist_comments",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("gist_id", Big, nullable=False),
        sa.Column("author_id", Big, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        _to("gist_comments", "gist_id", "gists", "CASCADE"),
        _to("gist_comments", "author_id", "accounts", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gist_comments")),
        sqlite_autoincrement=True,
    )
    _index("gist_comments", "gist_id")
    _index("gist_comments", "author_id")


def _pushes() -> None:
    last = _last_number("pushes")
    with op.batch_alter_table("pushes", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column("repository_id", existing_type=Big, nullable=True)
        batch.add_column(sa.Column("gist_id", Big))
        batch.create_foreign_key(
            op.f("fk_pushes_gist_id"), "gists", ["gist_id"], ["id"], ondelete="CASCADE"
        )
    _go_on_after("pushes", last)
    _index("pushes", "gist_id", "closed_at")


def _last_number(table: str) -> int:
    """The number that SQLite gave last, also to a row that is gone: none is used again."""
    if op.get_bind().dialect.name != "sqlite":
        return 0
    asked = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table")
    return op.get_bind().execute(asked, {"table": table}).scalar() or 0


def _go_on_after(table: str, number: int) -> None:
    """Number on where the table of before ended."""
    if number:
        given = {"table": table, "number": number}
        clear = sa.text("DELETE FROM sqlite_sequence WHERE name = :table")
        op.get_bind().execute(clear, {"table": table})
        put = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :number)")
        op.get_bind().execute(put, given)


def _to(table: str, column: str, other: str, deleted: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=deleted)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
