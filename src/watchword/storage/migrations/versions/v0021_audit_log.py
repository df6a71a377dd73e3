"""The log is searched: what everything was called stands in it, with indices by the moment."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

NUMBERS = ("actor_id", "user_id", "repository_id", "org_id")
KEYS = ("actor_key", "user_key", "org_key", "repo_key", "address", "hashed_token")
RENAMED = {
    "oauth_access.issue": "oauth_access.create",
    "oauth_access.reset": "oauth_access.regenerate",
}
LOGIN = "(SELECT a.{column} FROM accounts a WHERE a.id = events.{number})"
REPO = (
    "(SELECT a.{login} || '/' || r.{name} FROM repositories r JOIN accounts a ON a.id = r.owner_id"
    " WHERE r.id = events.repository_id)"
)


def upgrade() -> None:
    """Add the columns, fill them as well as is known now, and replace the indices."""
    op.add_column("events", sa.Column("named", sa.JSON()))
    for name in KEYS:
        length = 160 if name == "repo_key" else 64
        op.add_column("events", sa.Column(name, sa.String(length)))
    for before, now in RENAMED.items():
        op.execute(f"UPDATE events SET name = '{now}' WHERE name = '{before}'")  # noqa: S608
    op.execute(
        "UPDATE events SET actor_id = user_id WHERE actor_id IS NULL AND name = 'user.login'"
    )
    op.execute(_filling(op.get_bind().dialect.name))
    for name in NUMBERS:
        op.drop_index(op.f(f"ix_events_{name}"), "events")
    for columns in (
        (),
        ("name",),
        *((name,) for name in NUMBERS if name != "repository_id"),
        ("org_id", "name"),
        *((name,) for name in KEYS),
    ):
        every = [*columns, "at_ms"]
        op.create_index(op.f(f"ix_events_{'_'.join(every)}"), "events", every)


def _filling(dialect: str) -> str:
    """One statement; names of what is gone are known where the fact itself tells them."""
    if dialect == "sqlite":
        object_of, read = "json_object", "json_extract({column}, '$.{name}')"
    else:
        object_of, read = "json_build_object", "({column} ->> '{name}')"
    actor, user, org = (
        LOGIN.format(column="login", number=name) for name in ("actor_id", "user_id", "org_id")
    )
    actor_key, user_key, org_key = (
        LOGIN.format(column="login_key", number=name) for name in ("actor_id", "user_id", "org_id")
    )
    told = read.format(column="body", name="repo")
    told = f"CASE WHEN name IN ('repo.create', 'repo.destroy') THEN {told} END"
    repo = f"COALESCE({REPO.format(login='login', name='name')}, {told})"
    repo_key = f"COALESCE({REPO.format(login='login_key', name='name_key')}, LOWER({told}))"
    hashed = [
        read.format(column=column, name=name)
        for column, name in (("body", "hashed_token"), ("origin", "hashed_credential"))
    ]
    address = read.format(column="origin", name="address")
    return f"""
        UPDATE events SET
            named = {object_of}('actor', {actor}, 'user', {user}, 'org', {org}, 'repo', {repo}),
            actor_key = {actor_key}, user_key = {user_key}, org_key = {org_key},
            repo_key = {repo_key},
            address = NULLIF({address}, ''),
            hashed_token = NULLIF(COALESCE({hashed[0]}, {hashed[1]}), '')
    """  # noqa: S608 - all parts stand in this file
