"""Migrations over filled tables: nothing that was there is lost, and numbers go on."""

import json

import pytest
import sqlalchemy as sa
from alembic import command

from tests.world import World
from watchword.audit import phrase as phrases
from watchword.audit.model import Log
from watchword.storage.migrations import HEAD, migrate, revision
from watchword.storage.migrations.revisions import engine_of
from watchword.storage.migrations.run import _config
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
EVENT = (
    "INSERT INTO events (at_ms, name, actor_id, user_id, repository_id, origin, body)"
    " VALUES (:at, :name, :actor, :user, :repository, :origin, :body)"
)
HAPPENED = (
    ("repo.create", 1, None, 1, {"address": "192.0.2.7"}, {"repo": "alice/read"}),
    ("repo.destroy", 1, None, 99, {"hashed_credential": "h1"}, {"repo": "alice/Gone"}),
    ("oauth_access.issue", None, 2, None, {}, {"hashed_token": "h2"}),
    ("user.login", None, 2, None, {"address": ""}, {}),
    ("user.login", None, 77, None, {}, {}),
)
COLLABORATOR = "INSERT INTO collaborators VALUES (:repository, 2, :role, 1)"


@pytest.fixture
def first(empty_database_url):
    """A database of the first release with two people, and tokens of which one was deleted."""
    engine = engine_of(empty_database_url)
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
        for at, (name, *ids, origin, body) in enumerate(HAPPENED, start=1):
            values = dict(zip(("actor", "user", "repository"), ids, strict=True))
            texts = {"origin": json.dumps(origin), "body": json.dumps(body)}
            connection.execute(sa.text(EVENT), {"at": at, "name": name, **values, **texts})
    engine.dispose()
    assert revision(empty_database_url) == "0001"
    return empty_database_url


def _count(url, table):
    engine = engine_of(url)
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


def test_what_happened_before_is_found_in_the_log(first):
    migrate(first)
    world = World(first)
    try:

        def search(phrase):
            asked = phrases.parse(phrase)
            return world.read(
                lambda work: work.log.search(Log(), asked, None, ascending=True, size=9)
            ).entries

        every = search("")
        assert [one.event.at_ms for one in every] == [1, 2, 3, 4, 5]
        assert [one.actor for one in every] == ["alice", "alice", None, "bob", None]
        assert [one.user for one in every] == [None, None, "bob", "bob", None]
        assert [one.repo for one in every] == ["alice/read", "alice/Gone", None, None, None]
        for phrase, found in (
            ("actor:bob", [4]),
            ("repo:alice/gone", [2]),
            ("ip:192.0.2.7", [1]),
            ("hashed_token:h1", [2]),
            ("hashed_token:h2 action:oauth_access.create", [3]),
        ):
            assert [one.event.at_ms for one in search(phrase)] == found, phrase
    finally:
        world.close()


def test_rows_that_hang_on_an_account_still_go_with_it(first):
    migrate(first)
    engine = engine_of(first)
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
