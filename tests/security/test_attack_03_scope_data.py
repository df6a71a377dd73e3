"""Attack 3, scope data that is missing or damaged: whatever stands there opens less, not more."""

import contextlib
import sqlite3

import pytest

from watchword.repositories.model import Visibility

DAMAGED = {
    "missing": None,
    "empty": "",
    "commas": ",,,",
    "another case": "REPO",
    "blanks around": " repo ",
    "blanks between": "repo delete_repo",
    "semicolons": "repo;delete_repo",
    "a wildcard": "*",
    "everything": "all",
    "JSON": '["repo"]',
    "a part of a name": "rep",
    "a longer name": "repository",
    "a NUL": "repo\0",
    "a look-alike": "r\u0435po",
}


def damage(path, token, scopes):
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE tokens SET scopes = ? WHERE id = ?", (scopes, token.id))


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_token_whose_scopes_cannot_be_read_carries_none(api, world, tmp_path, kind):
    octavia = world.user("octavia")
    world.repository(octavia, "hidden", Visibility.PRIVATE)
    world.repository(octavia, "things")
    token, secret = world.token(octavia, "repo", "delete_repo", "user")
    assert api.ask("GET", "/repos/octavia/hidden", secret).status == 200
    damage(tmp_path / "watchword.db", token, DAMAGED[kind])
    assert api.ask("GET", "/repos/octavia/hidden", secret).status == 404
    assert api.ask("GET", "/repos/octavia/things", secret).status == 200
    assert api.ask("DELETE", "/repos/octavia/things", secret).status == 403
    assert api.ask("PATCH", "/repos/octavia/things", secret, body={"name": "x"}).status == 403
    assert api.ask("GET", "/user", secret).json["email"] is None
    assert world.caller(secret).actor.scopes == frozenset()


def test_what_can_be_read_beside_what_cannot_still_counts(api, world, tmp_path):
    octavia = world.user("octavia")
    world.repository(octavia, "hidden", Visibility.PRIVATE)
    token, secret = world.token(octavia, "gist")
    damage(tmp_path / "watchword.db", token, "from-the-future,public_repo")
    assert world.caller(secret).actor.scopes == {"public_repo"}
    assert api.ask("GET", "/repos/octavia/hidden", secret).status == 404
