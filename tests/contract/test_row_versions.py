"""What was told of a token is told again while the versions stay: so whatever changes must show."""

import pytest
import sqlalchemy as sa

from watchword.storage.migrations.revisions import engine_of
from watchword.tokens.secret import PURPOSE


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture
def secret(world, octavia):
    return world.token(octavia, "repo")[1]


def versions(world, secret):
    """As they are now."""

    def look(work):
        digest = work.keys.digest(PURPOSE, secret)
        found = work.tokens.versions(digest)
        token, owner = work.tokens.by_digest(digest)
        assert found == (token.id, token.row_version, owner.row_version)
        return found

    return world.read(look)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE tokens SET note = 'other'",
        "UPDATE tokens SET ended_at = 1",
        "UPDATE tokens SET last_used_at = 1",
        "UPDATE accounts SET suspended_at = 1",
        "UPDATE accounts SET followers = followers + 1",
    ],
)
def test_any_change_shows_also_by_hand(world, database_url, secret, change):
    seen = {versions(world, secret)}
    engine = engine_of(database_url)
    for _ in range(2):
        with engine.begin() as connection:
            connection.execute(sa.text(change))
        seen.add(versions(world, secret))
    engine.dispose()
    assert len(seen) == 3


def test_what_changes_of_others_does_not_show(world, secret):
    before = versions(world, secret)
    bob = world.user("bob")
    world.token(bob, "gist")
    world.suspend(bob)
    assert versions(world, secret) == before


def test_an_unknown_token_has_none(world):
    assert world.read(lambda work: work.tokens.versions(b"unknown")) is None
