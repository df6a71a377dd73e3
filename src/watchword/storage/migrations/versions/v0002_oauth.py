"""OAuth: applications, sign-ins through them, and their tokens beside the classic ones."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LOOPBACK = ["http://localhost/", "http://127.0.0.1/"]
DESKTOP = ["x-github-desktop-auth://oauth", "x-github-client://oauth"]
MADE = 1_795_000_000
"""When the clients that every server knows were put down; any moment of the past would do."""


def upgrade() -> None:
    """Make the tables, add the clients that need no set-up, and columns to the tokens."""
    _applications()
    _secrets()
    _families()
    _codes()
    _devices()
    _tokens()
    _refresh_tokens()


def _application(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("application_id", Big, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["oauth_applications.id"],
            name=op.f(f"fk_{table}_application_id"),
            ondelete="CASCADE",
        ),
    )


def _user(table: str, column: str = "user_id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], ["accounts.id"], name=name, ondelete="CASCADE")


def _applications() -> None:
    table = op.create_table(
        "oauth_applications",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("owner_id", Big),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("homepage", sa.String(length=2048), server_default="", nullable=False),
        sa.Column("description", sa.String(length=1024), server_default="", nullable=False),
        sa.Column("callbacks", sa.JSON(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("device_flow", sa.Boolean(), nullable=False),
        sa.Column("expiry", sa.String(length=16), nullable=False),
        sa.Column("default_scopes", sa.String(length=255), server_default="", nullable=False),
        sa.Column("disabled_at", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        _user("oauth_applications", "owner_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_applications")),
        sa.UniqueConstraint("client_id", name=op.f("uq_oauth_applications_client_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_oauth_applications_owner_id"), "oauth_applications", ["owner_id"])
    op.bulk_insert(table, [_public(*row) for row in PUBLIC])


PUBLIC = (
    (
        "178c6fc778ccc68e1d6a",
        "GitHub CLI",
        "https://cli.github.com",
        ["http://127.0.0.1/callback", "http://localhost/"],
        "asked",
        "",
    ),
    (
        "0120e057bd645470c1ed",
        "Git Credential Manager",
        "https://aka.ms/gcm",
        LOOPBACK,
        "never",
        "",
    ),
    ("de0e3c7e9973e1c4dd77", "GitHub Desktop", "https://desktop.github.com", DESKTOP, "never", ""),
    (
        "a4792ccc-144e-407e-86c9-5e7d8d9c3269",
        "git-credential-oauth",
        "https://github.com/hickford/git-credential-oauth",
        LOOPBACK,
        "always",
        "repo",
    ),
    ("3b5f8a1c0d7e4f2961ab", "Watchword", "", LOOPBACK, "asked", ""),
)


def _public(
    client_id: str, name: str, homepage: str, callbacks: list[str], expiry: str, scopes: str
) -> dict[str, object]:
    return {
        "client_id": client_id,
        "name": name,
        "homepage": homepage,
        "callbacks": callbacks,
        "confidential": False,
        "device_flow": True,
        "expiry": expiry,
        "default_scopes": scopes,
        "created_at": MADE,
        "updated_at": MADE,
    }


def _secrets() -> None:
    op.create_table(
        "oauth_secrets",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        *_application("oauth_secrets"),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("last_eight", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_secrets")),
        sa.UniqueConstraint("digest", name=op.f("uq_oauth_secrets_digest")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_oauth_secrets_application_id"), "oauth_secrets", ["application_id"])


def _families() -> None:
    op.create_table(
        "oauth_families",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        *_application("oauth_families"),
        sa.Column("user_id", Big, nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        _user("oauth_families"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_families")),
        sqlite_autoincrement=True,
    )
    _index("oauth_families", "user_id", "application_id")
    _index("oauth_families", "application_id")


def _codes() -> None:
    op.create_table(
        "oauth_codes",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        *_application("oauth_codes"),
        sa.Column("user_id", Big, nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("offline", sa.Boolean(), nullable=False),
        sa.Column("redirect_uri", sa.Text(), nullable=False),
        sa.Column("challenge", sa.String(length=64)),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.Column("family_id", Big),
        _user("oauth_codes"),
        _family("oauth_codes", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_codes")),
        sa.UniqueConstraint("digest", name=op.f("uq_oauth_codes_digest")),
        sqlite_autoincrement=True,
    )
    for column in ("expires_at", "application_id", "user_id", "family_id"):
        _index("oauth_codes", column)


def _devices() -> None:
    op.create_table(
        "oauth_devices",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("device_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_digest", sa.LargeBinary(length=32), nullable=False),
        *_application("oauth_devices"),
        sa.Column("user_id", Big),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("offline", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=255), nullable=False),
        sa.Column("interval", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("polled_at", sa.BigInteger()),
        sa.Column("approved_at", sa.BigInteger()),
        sa.Column("denied_at", sa.BigInteger()),
        _user("oauth_devices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_devices")),
        sa.UniqueConstraint("device_digest", name=op.f("uq_oauth_devices_device_digest")),
        sa.UniqueConstraint("user_digest", name=op.f("uq_oauth_devices_user_digest")),
        sqlite_autoincrement=True,
    )
    for column in ("expires_at", "application_id", "user_id"):
        _index("oauth_devices", column)


def _tokens() -> None:
    """Notes stay unique among a person's own tokens only."""
    last = _last_number("tokens")
    with op.batch_alter_table("tokens", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("family_id", Big))
        batch.add_column(sa.Column("client_id", sa.String(length=64)))
        batch.add_column(sa.Column("idle_limit", sa.BigInteger()))
        batch.drop_constraint("uq_tokens_user_id_note", type_="unique")
        batch.create_foreign_key(
            op.f("fk_tokens_family_id"), "oauth_families", ["family_id"], ["id"], ondelete="CASCADE"
        )
    _go_on_after("tokens", last)
    own = sa.text("family_id IS NULL")
    op.create_index(
        op.f("ix_tokens_user_id_note"),
        "tokens",
        ["user_id", "note"],
        unique=True,
        sqlite_where=own,
        postgresql_where=own,
    )
    _index("tokens", "user_id")
    _index("tokens", "family_id")


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


def _refresh_tokens() -> None:
    op.create_table(
        "oauth_refresh_tokens",
        sa.Column("id", Big, autoincrement=True, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("family_id", Big, nullable=False),
        sa.Column("token_id", Big),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.Column("successor_id", sa.BigInteger()),
        _family("oauth_refresh_tokens", "CASCADE"),
        sa.ForeignKeyConstraint(
            ["token_id"],
            ["tokens.id"],
            name=op.f("fk_oauth_refresh_tokens_token_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_refresh_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_oauth_refresh_tokens_digest")),
        sqlite_autoincrement=True,
    )
    for column in ("family_id", "token_id", "expires_at"):
        _index("oauth_refresh_tokens", column)


def _family(table: str, deleted: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_family_id")
    return sa.ForeignKeyConstraint(
        ["family_id"], ["oauth_families.id"], name=name, ondelete=deleted
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
