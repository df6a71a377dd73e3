"""Attack 12, a token that was ended while something still remembers it: nothing here does.

The row is read on each request, so what was committed holds from the next one on; what the client
has cached does not bring an answer back, not even "not modified".
"""

import pytest

from watchword.access.gate import require
from watchword.access.table import tokens as table
from watchword.authn import resolve
from watchword.kernel.events import Origin
from watchword.tokens import classic, lifecycle


def revoke(world, token):
    world.write(lambda work: lifecycle.revoke(work, require(world.operator, table.REVOKE, token)))


def delete(world, token):
    world.write(lambda work: lifecycle.delete(work, require(world.operator, table.REVOKE, token)))


def regenerate(world, token):
    owner = world.read(lambda work: work.users.by_id(token.owner))
    session = world.session(owner)

    def unit(work):
        actor = resolve.session_caller(work, session, Origin()).actor
        return classic.regenerate(work, require(actor, table.REGENERATE, token), None)

    return world.write(unit)


@pytest.fixture
def warm(api, world):
    """A token that was used a moment ago, and the tag of what it got."""
    token, secret = world.token(world.user("octavia"), "repo")
    for _ in range(3):
        tag = api.ask("GET", "/user", secret).header("etag")
    return token, secret, [("if-none-match", tag)]


@pytest.mark.parametrize("end", [revoke, delete, regenerate])
def test_the_next_request_is_refused(api, world, warm, end):
    token, secret, known = warm
    assert api.ask("GET", "/user", secret, headers=known).status == 304
    end(world, token)
    for path in ("/user", "/", "/meta", "/repos/octavia/none", "/nothing"):
        refused = api.ask("GET", path, secret, headers=known)
        assert (refused.status, refused.message) == (401, "Bad credentials")


def test_the_new_secret_opens_what_the_old_one_did(api, world, warm):
    token, _, _ = warm
    assert api.ask("GET", "/user", regenerate(world, token)).header("x-oauth-scopes") == "repo"


def test_the_clock_ends_it_in_the_very_second(api, world):
    ends = world.clock.now + 10
    _, secret = world.token(world.user("octavia"), expires_at=ends)
    world.clock.now = ends - 1
    assert api.ask("GET", "/user", secret).status == 200
    world.clock.now = ends
    assert api.ask("GET", "/user", secret).status == 401


def test_narrower_scopes_hold_at_once_as_well(api, world, warm):
    token, secret, known = warm
    world.write(lambda work: work.tokens.update(token.id, token.note, (), work.now))
    assert api.ask("GET", "/user", secret, headers=known).header("x-oauth-scopes") == ""
