"""Making, changing and ending classic tokens."""

import pytest

from tests.world import NOON, actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.scopes import Scope
from watchword.access.table import tokens as table
from watchword.kernel.errors import BadCredential, Invalid, NotFound, NotPermitted, Suspended
from watchword.tokens import classic, lifecycle, usage


def session(user):
    return actor_of(user, kind=Kind.SESSION, sudo=True)


def renew(world, token, expires_at=None):
    user = world.read(lambda work: work.users.by_id(token.owner))

    def unit(work):
        grant = require(session(user), table.REGENERATE, work.tokens.by_id(token.id))
        return classic.regenerate(work, grant, expires_at)

    return world.write(unit)


def test_the_secret_is_in_the_answer_and_nowhere_in_the_database(world, tmp_path):
    _, secret = world.token(world.user("alice"), "repo")
    assert secret.text.startswith("ghp_")
    world.close()
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert secret.text.encode() not in stored
    assert secret.text[4:30].encode() not in stored


def test_a_token_says_who_it_is_and_what_it_carries(world):
    alice = world.user("alice")
    token, secret = world.token(alice, "repo", "repo:status", "gist")
    caller = world.caller(secret)
    assert caller.user == alice
    assert caller.token == token
    assert token.scopes == ("gist", "repo")
    assert {"repo", "public_repo", "gist"} <= caller.actor.scopes
    assert caller.actor.origin.hashed_credential == secret.hashed


@pytest.mark.parametrize(
    ("note", "scopes", "expires_at", "field"),
    [
        pytest.param("", (), None, "description", id="no note"),
        pytest.param("  \t", (), None, "description", id="a blank note"),
        pytest.param("x" * 256, (), None, "description", id="a note that is too long"),
        pytest.param("a\nb", (), None, "description", id="two lines"),
        pytest.param("\u202eevil", (), None, "description", id="writing direction turned round"),
        pytest.param("ghp_" + "a" * 36, (), None, "description", id="a token as the note"),
        pytest.param("ok", (Scope("repo:everything"),), None, "scopes", id="an unknown scope"),
        pytest.param("ok", (), NOON, "expires_at", id="ends at this very second"),
        pytest.param("ok", (), -1, "expires_at", id="ended before 1970"),
        pytest.param("ok", (), 253_402_300_800, "expires_at", id="ends in the year 10000"),
    ],
)
def test_refuses_what_makes_no_sense(world, note, scopes, expires_at, field):
    alice = world.user("alice")
    wanted = classic.Wanted(note, scopes, expires_at)
    with pytest.raises(Invalid) as refused:
        world.write(
            lambda work: classic.create(work, require(session(alice), table.CREATE, alice), wanted)
        )
    assert refused.value.errors[0].field == field


def test_notes_are_unique_per_person(world):
    alice, bob = world.user("alice"), world.user("bob")
    world.token(alice, note="ci")
    world.token(bob, note="ci")
    with pytest.raises(Invalid) as refused:
        world.token(alice, note="ci")
    assert refused.value.errors[0].code == "already_exists"


def test_a_token_dies_at_the_very_second_of_its_end(world):
    _, secret = world.token(world.user("alice"), expires_at=NOON + 60)
    world.clock.now = NOON + 59
    assert world.caller(secret).user is not None
    world.clock.now = NOON + 60
    with pytest.raises(BadCredential):
        world.caller(secret)


def test_revoked_is_dead_at_once_and_stays_in_the_list(world):
    alice = world.user("alice")
    token, secret = world.token(alice)

    def end(work):
        grant = require(session(alice), table.REVOKE, work.tokens.by_id(token.id))
        lifecycle.revoke(work, grant)

    world.write(end)
    with pytest.raises(BadCredential):
        world.caller(secret)
    (listed,) = world.read(lambda work: work.tokens.of(alice.id))
    assert (listed.ended_at, listed.ended_by) == (NOON, "owner")
    with pytest.raises(NotPermitted):
        renew(world, token)


def test_others_do_not_learn_of_a_token(world):
    alice, bob = world.user("alice"), world.user("bob")
    token, _ = world.token(alice)
    with pytest.raises(NotFound):
        world.read(lambda work: require(session(bob), table.REVOKE, work.tokens.by_id(token.id)))


def test_regenerating_keeps_the_record_and_kills_the_old_secret(world):
    alice = world.user("alice")
    token, old = world.token(alice, "repo", expires_at=NOON + 10)
    world.clock.now = NOON + 20
    new = renew(world, token, NOON + 100)
    with pytest.raises(BadCredential):
        world.caller(old)
    caller = world.caller(new)
    assert (caller.token.id, caller.token.note) == (token.id, token.note)
    assert caller.token.scopes == token.scopes


def test_a_wider_set_of_scopes_takes_a_grant_for_widening(world):
    alice = world.user("alice")
    token, _ = world.token(alice, "public_repo")

    def change(operation, *scopes):
        def unit(work):
            grant = require(session(alice), operation, work.tokens.by_id(token.id))
            classic.update(work, grant, token.note, tuple(map(Scope, scopes)))

        world.write(unit)

    change(table.UPDATE)
    with pytest.raises(AssertionError):
        change(table.UPDATE, "repo")
    change(table.WIDEN, "repo")
    assert world.read(lambda work: work.tokens.by_id(token.id)).scopes == ("repo",)


def test_suspension_holds_and_ends_with_the_account(world):
    alice = world.user("alice")
    _, secret = world.token(alice)
    world.suspend(alice)
    with pytest.raises(Suspended):
        world.caller(secret)
    world.unsuspend(alice)
    assert world.caller(secret).user.login == "alice"


def test_scopes_that_cannot_be_read_carry_nothing(world):
    """Attack 3: a corrupt or empty column denies."""
    from watchword.storage.tables.tokens import tokens as rows

    token, secret = world.token(world.user("alice"), "repo")
    for value in (None, "", "REPO", ",,", "repo\0", "everything"):
        world.write(
            lambda work, value=value: work._connection.execute(
                rows.update().where(rows.c.id == token.id).values(scopes=value)
            )
        )
        assert world.caller(secret).actor.scopes == frozenset()


def test_usage_is_kept_in_batches_and_never_goes_back(world):
    token, _ = world.token(world.user("alice"))
    seen = usage.Usage()
    seen.observe(token, NOON + 5, "10.0.0.1")
    seen.observe(token, NOON + 9, "10.0.0.2")
    late = [usage.Used(token.id, NOON + 1, "10.0.0.9")]
    for batch in (seen.take(), late):
        world.write(lambda work, batch=batch: work.tokens.note_usage(batch))
    kept = world.read(lambda work: work.tokens.by_id(token.id))
    assert (kept.last_used_at, kept.last_used_from) == (NOON + 9, "10.0.0.2")
    assert seen.take() == []


def test_a_batch_that_could_not_be_written_is_kept_but_not_over_newer_ones(world):
    token, _ = world.token(world.user("alice"))
    seen = usage.Usage()
    seen.observe(token, 10, "a")
    batch = seen.take()
    seen.observe(token, 20, "b")
    seen.put_back(batch)
    assert [used.at for used in seen.take()] == [20]


@pytest.mark.parametrize(
    ("later", "address", "notes"),
    [(59, "10.0.0.1", 0), (60, "10.0.0.1", 1), (1, "10.0.0.2", 1)],
)
def test_of_a_token_that_is_busy_one_use_in_a_minute_is_written(world, later, address, notes):
    token, _ = world.token(world.user("alice"))
    world.write(lambda work: work.tokens.note_usage([usage.Used(token.id, NOON, "10.0.0.1")]))
    seen = usage.Usage()
    seen.observe(world.read(lambda work: work.tokens.by_id(token.id)), NOON + later, address)
    assert len(seen.take()) == notes
