"""Browser sessions, and the passwords that begin them."""

import pytest

from tests.world import CHEAP, NOON, actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import accounts as table
from watchword.accounts import service, sessions
from watchword.accounts.model import ONE_TIME_LIFE, SESSION_IDLE, SITE, SUDO_LIFE
from watchword.accounts.passwords import check_strength, one_time
from watchword.authn import resolve
from watchword.kernel.entropy import system_entropy
from watchword.kernel.errors import BadCredential, Invalid, Suspended
from watchword.kernel.events import Origin
from watchword.kernel.secret import Secret

NOBODY = resolve.anonymous(Origin()).actor
BROWSER = sessions.Browser("10.0.0.1", "a browser")


def sign_in(world, login, password):
    checked = world.read(lambda work: sessions.candidate(work, login))
    matched = CHEAP.matches(Secret(password), checked.hash)
    grant = require(NOBODY, table.SIGN_IN, SITE)
    return world.write(
        lambda work: sessions.begin(work, grant, checked, BROWSER, matched=matched), NOBODY
    )


def who(world, secret):
    return world.read(lambda work: resolve.session_caller(work, secret, Origin()))


def test_the_right_password_opens_a_session_with_sudo(world):
    world.user("alice", password="correct horse")
    caller = who(world, sign_in(world, "ALICE", "correct horse"))
    assert caller.user.login == "alice"
    assert caller.actor.sudo
    assert not caller.actor.half


@pytest.mark.parametrize(
    ("login", "password", "kept"),
    [
        ("ALICE", "wrong", {"user_id": 1, "login": "alice"}),
        ("nobody", "correct horse", {"user_id": None, "login": None}),
    ],
)
def test_a_wrong_one_is_refused_in_one_way_and_remembered(world, login, password, kept):
    world.user("alice", password="correct horse")
    with pytest.raises(BadCredential, match="Incorrect username or password"):
        sign_in(world, login, password)
    (fact,) = world.read(lambda work: work.events.latest(5, name="user.failed_login"))
    assert fact.body == kept


def test_sudo_ends_after_two_hours_and_a_proof_renews_it_with_a_new_secret(world):
    world.user("alice")
    first = sign_in(world, "alice", "correct horse")
    world.clock.now += SUDO_LIFE
    caller = who(world, first)
    assert not caller.actor.sudo

    def prove(work):
        return sessions.prove(work, require(caller.actor, table.PROVE_PASSWORD, caller.session))

    second = world.write(prove, caller.actor)
    assert who(world, second).actor.sudo
    with pytest.raises(BadCredential):
        who(world, first)


def test_an_idle_session_is_over_and_swept(world):
    world.user("alice")
    secret = sign_in(world, "alice", "correct horse")
    world.clock.now += SESSION_IDLE
    with pytest.raises(BadCredential):
        who(world, secret)
    system = resolve.system()

    def sweep(work):
        return sessions.sweep(work, require(system, table.SWEEP_SESSIONS, SITE))

    assert world.write(sweep, system) == 1


def test_a_one_time_password_opens_half_a_session_and_is_void_after_a_week(world):
    world.user("alice", password="one time only", one_time=True)
    assert who(world, sign_in(world, "alice", "one time only")).actor.half
    world.clock.now = NOON + ONE_TIME_LIFE
    with pytest.raises(BadCredential):
        sign_in(world, "alice", "one time only")


def test_changing_the_password_ends_the_other_sessions_and_the_half(world):
    world.user("alice", password="one time only", one_time=True)
    here, there = (sign_in(world, "alice", "one time only") for _ in range(2))
    caller = who(world, here)

    def change(work):
        grant = require(caller.actor, table.CHANGE_PASSWORD, work.users.by_id(caller.user.id))
        service.change_password(work, grant, CHEAP.hash(Secret("chosen one")), caller.session.id)

    world.write(change, caller.actor)
    assert not who(world, here).actor.half
    with pytest.raises(BadCredential):
        who(world, there)
    with pytest.raises(BadCredential):
        sign_in(world, "alice", "one time only")


def test_suspending_ends_sessions_and_keeps_the_person_out(world):
    alice = world.user("alice")
    secret = sign_in(world, "alice", "correct horse")
    world.suspend(alice)
    with pytest.raises(BadCredential):
        who(world, secret)
    with pytest.raises(Suspended):
        sign_in(world, "alice", "correct horse")


def test_a_password_changed_between_check_and_sign_in_opens_nothing(world):
    alice = world.user("alice")
    checked = world.read(lambda work: sessions.candidate(work, "alice"))
    world.write(
        lambda work: service.set_password(
            work,
            require(world.operator, table.SET_PASSWORD, alice),
            CHEAP.hash(Secret("another one")),
            one_time=False,
        )
    )
    grant = require(NOBODY, table.SIGN_IN, SITE)
    with pytest.raises(BadCredential):
        world.write(lambda work: sessions.begin(work, grant, checked, BROWSER, matched=True))


def test_nobody_ends_the_session_of_another(world):
    alice, bob = world.user("alice"), world.user("bob")
    secret = sign_in(world, "alice", "correct horse")
    session = who(world, secret).session
    from watchword.kernel.errors import NotFound

    with pytest.raises(NotFound):
        require(actor_of(bob, kind=Kind.SESSION), table.REVOKE_SESSION, session)
    mine = require(actor_of(alice, kind=Kind.SESSION), table.REVOKE_SESSION, session)
    world.write(lambda work: sessions.end(work, mine))
    with pytest.raises(BadCredential):
        who(world, secret)


@pytest.mark.parametrize("password", ["short", "x" * 1025, "aaaaaaaaaa", "Alice-the-user"])
def test_weak_passwords_are_refused(password):
    with pytest.raises(Invalid):
        check_strength(Secret(password), "alice-the-user")


def test_one_time_passwords_are_strong():
    check_strength(one_time(system_entropy))
