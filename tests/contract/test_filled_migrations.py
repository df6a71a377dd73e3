"""Migrations over filled tables: nothing that was there is lost, and numbers go on."""

import pytest
import sqlalchemy as sa
from alembic import command

from tests.world import World
from watchword.storage.migrations.run import HEAD, _config, _engine, migrate, revision
from watchword.storage.tables import metadata

ACCOUNT = "INSERT INTO accounts (login, login_key, created_at, updated_at) VALUES (:l, :l, 1, 1)"
TOKEN = (
    "INSERT INTO tokens (user_id, digest, hashed, last_eight, note, scopes, created_at, updated_at)"
    " VALUES (:user, :digest, 'h', '12345678', :note, 'repo', 1, 1)"
)


REPOSITORY = (
    "INSERT INTO repositories (key, owner_id, name, name_key, visibility, default_branch,"
    " created_at, updated_at) VALUES (:name, 1, :name, :name, 'private', 'main', 1, 1)"
)
COLLABORATOR = "INSERT INTO collaborators VALUES (:repository, 2, :role, 1)"


@pytest.fixture
def first(empty_database_url):
    """A database of the first release with two people, and tokens of which one was deleted."""
    engine = _engine(empty_database_url)
    with engine.connect() as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for login in ("alice", "bob"):
            connection.execute(sa.text(ACCOUNT), {"l": login})
        for user, note in ((1, "laptop"), (1, "ci"), (2, "laptop"), (2, "gone")):
            digest = f"{user}{note}".encode().ljust(32)
            connection.execute(sa.text(TOKEN), {"user": user, "note": note, "digest": digest})
        for number, name in enumerate(("read", "write", "admin"), start=1):
            connection.execute(sa.text(REPOSITORY), {"name": name})
            connection.execute(sa.text(COLLABORATOR), {"repository": number, "role": number})
        connection.execute(sa.text("DELETE FROM tokens WHERE note = 'gone'"))
    engine.dispose()
    assert revision(empty_database_url) == "0001"
    return empty_database_url


def _count(url, table):
    engine = _engine(url)
    with engine.connect() as connection:
        counted = sa.select(sa.func.count()).select_from(metadata.tables[table])
        found = connection.execute(counted).scalar_one()
    engine.dispose()
    return found


def test_tokens_stay_and_go_on_being_told_apart(first):
    migrate(first)
    assert revision(first) == HEAD
    assert (_count(first, "accounts"), _count(first, "tokens")) == (2, 3)
    world = World(first)
    try:
        alice = world.read(lambda work: work.users.by_login("alice"))
        mine = world.read(lambda work: work.tokens.of(alice.id))
        assert sorted(token.note for token in mine) == ["ci", "laptop"]
        assert all(token.scopes == ("repo",) for token in mine)
        made, _ = world.token(alice)
        assert made.id == 5, "a number that was given once is never given again"
    finally:
        world.close()


def test_rows_that_hang_on_an_account_still_go_with_it(first):
    migrate(first)
    engine = _engine(first)
    with engine.connect() as connection:
        found = sa.inspect(connection).get_foreign_keys("tokens")
    engine.dispose()
    told = {one["constrained_columns"][0]: one["options"].get("ondelete") for one in found}
    columns = ("user_id", "family_id", "impersonator_id", "minted_by")
    assert told == dict.fromkeys(columns, "CASCADE")


def test_collaborators_keep_their_roles_when_others_come_between(first):
    migrate(first)
    world = World(first)
    try:
        bob = world.read(lambda work: work.users.by_login("bob"))
        for name in ("read", "write", "admin"):
            found = world.read(
                lambda work, name=name: work.repositories.find("alice", name, bob.id)
            )
            assert found.viewer_role.name.lower() == name
    finally:
        world.close()
