"""Attack 20, a stolen database: nothing in it, presented as it is, opens anything.

Verified: secrets are not in the file; what is kept of them cannot be presented; and hashing a
guess without the key, which lives elsewhere, does not even confirm the guess.
"""

import base64
import contextlib
import hashlib
import sqlite3

import pytest

from tests.world import World
from watchword.authn import credential, resolve
from watchword.kernel.errors import BadCredential
from watchword.kernel.events import Origin
from watchword.kernel.secret import KeyRing, Secret
from watchword.storage.database import open_database
from watchword.storage.unit_of_work import Surroundings


def everything_in(path):
    """Each value of each column of each table."""
    with contextlib.closing(sqlite3.connect(path)) as stolen:
        tables = stolen.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in stolen.execute(f'SELECT * FROM "{table}"'):
                yield from (value for value in row if value is not None)


def as_texts(value):
    if isinstance(value, bytes):
        return [value.hex(), base64.b64encode(value).decode(), value.decode("latin-1")]
    return [str(value)]


@pytest.fixture
def stolen(world, tmp_path):
    alice = world.user("alice")
    _, token = world.token(alice, "repo")
    session = world.session(alice)
    texts = [t for value in everything_in(tmp_path / "watchword.db") for t in as_texts(value)]
    return token, session, texts


def test_no_secret_stands_in_the_file(stolen, tmp_path):
    token, session, texts = stolen
    files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for secret in (token, session):
        assert secret.text.encode() not in files
        assert not any(secret.text in text for text in texts)


def test_nothing_that_stands_in_it_is_a_credential(world, stolen):
    _, _, texts = stolen
    assert len(texts) > 20
    for text in texts:
        for header in (f"token {text}", f"Bearer {text}"):
            with contextlib.suppress(BadCredential, UnicodeEncodeError):
                presented = credential.parse([(b"authorization", header.encode("latin-1"))])
                if presented is not None:
                    world.read(lambda work, p=presented: resolve.caller(work, p, Origin()))
                    pytest.fail("a value of the database opened it")
        with pytest.raises(BadCredential):
            world.read(lambda work, t=text: resolve.session_caller(work, Secret(t), Origin()))


def test_a_guess_cannot_be_confirmed_by_the_lookup_column_without_the_key(stolen):
    token, _, texts = stolen
    unkeyed = hashlib.sha256(token.text.encode()).digest()
    other_key = KeyRing({"other": b"o" * 32}, "other").digest("token", token)
    assert unkeyed.hex() not in texts
    assert other_key.hex() not in texts


def test_with_another_key_the_database_opens_nothing(world, stolen, sqlite_url):
    token, _, _ = stolen
    thief = World.__new__(World)
    keys = KeyRing({"other": b"o" * 32}, "other")
    thief.database = open_database(
        sqlite_url, Surroundings(world.clock, world.around.entropy, keys, {})
    )
    with pytest.raises(BadCredential):
        thief.caller(token)
    thief.close()


def test_an_old_key_stays_valid_until_it_is_removed(world, sqlite_url):
    _, old = world.token(world.user("alice"), note="old")
    rotated = KeyRing({"k1": b"k" * 32, "k2": b"n" * 32}, "k2")
    other = World.__new__(World)
    other.database = open_database(
        sqlite_url, Surroundings(world.clock, world.around.entropy, rotated, {})
    )
    assert other.caller(old).user.login == "alice"
    other.close()
