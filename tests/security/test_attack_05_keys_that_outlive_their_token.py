"""Attack 5, a way in that outlives the token that made it: keys that a token added.

Verified: a deploy key dies in the unit of work in which the token that added it ends, and with its
expiry; one that an application added dies with that sign-in; the keys that an application added to
an account die when the person is no longer signed in through it, and not before. What a person
added in the browser, or with a token to the own account, stays (GHES behaviour).
"""

import pytest

from tests import ssh
from tests.sign_ins import DAY, IDLE, sign_in
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import keys as table
from watchword.access.table import oauth as oauth_table
from watchword.access.table import tokens as token_table
from watchword.accounts.model import SITE
from watchword.authn.resolve import system
from watchword.kernel.events import Origin
from watchword.keys import ssh as keys
from watchword.keys import ssh_format
from watchword.oauth import revoke
from watchword.tokens import lifecycle

GH = "178c6fc778ccc68e1d6a"
DEPLOY = "/repos/alice/things/keys"


@pytest.fixture
def alice(world):
    person = world.user("alice")
    world.repository(person, "things")
    return person


def add(api, secret, path):
    line = ssh.ed25519_line()
    assert api.ask("POST", path, secret, body={"key": line}).status == 201
    return ssh_format.read(line).fingerprint


def lives(world, fingerprint):
    """Whether somebody who comes over SSH would get in with that key."""
    return world.read(lambda work: work.public_keys.by_fingerprint(fingerprint)) is not None


def explanations(world):
    stored = world.database.read_now(lambda work: work.events.latest(20), Origin())
    return [one.body["explanation"] for one in stored if one.name == "public_key.delete"]


def grant_of(world, operation, target):
    return require(world.operator, operation, target)


def grant_to(person, operation, target):
    return require(actor_of(person, kind=Kind.SESSION), operation, target)


ENDINGS = [
    pytest.param(
        lambda w, t, _p: w.write(
            lambda work: lifecycle.revoke(work, grant_of(w, token_table.REVOKE, t))
        ),
        id="revoked",
    ),
    pytest.param(
        lambda w, t, _p: w.write(
            lambda work: lifecycle.delete(work, grant_of(w, token_table.REVOKE, t))
        ),
        id="deleted",
    ),
]


@pytest.mark.parametrize("end", ENDINGS)
def test_a_deploy_key_dies_in_the_unit_in_which_its_token_ends(api, world, alice, end):
    token, secret = world.token(alice, "repo", "admin:public_key")
    _, other = world.token(alice, "repo")
    deploy, kept = add(api, secret, DEPLOY), add(api, other, DEPLOY)
    own = add(api, secret, "/user/keys")
    end(world, token, alice)
    assert not lives(world, deploy)
    assert lives(world, kept)
    assert lives(world, own), "a key of the account is the person's, whatever added it"
    assert explanations(world) == ["the token that added it ended"]
    assert len(api.ask("GET", DEPLOY, other).json) == 1


def test_a_row_that_goes_takes_the_key_along_whoever_deletes_it(api, world, alice):
    token, secret = world.token(alice, "repo")
    deploy = add(api, secret, DEPLOY)
    world.write(lambda work: work.tokens.delete(token.id))
    assert not lives(world, deploy)


def test_an_expired_token_leaves_no_key_behind(api, world, alice):
    _, secret = world.token(alice, "repo", expires_at=world.clock.now + DAY)
    _, other = world.token(alice, "repo")
    line = ssh.ed25519_line()
    assert api.ask("POST", DEPLOY, secret, body={"key": line}).status == 201
    key = api.ask("GET", DEPLOY, other).json[0]["id"]
    world.clock.now += DAY
    assert not lives(world, ssh_format.read(line).fingerprint)
    assert api.ask("GET", DEPLOY, other).json == []
    assert api.ask("GET", f"{DEPLOY}/{key}", other).status == 404
    again = api.ask("POST", DEPLOY, other, body={"key": line})
    assert again.status == 201, "what opens nothing any longer is not in use"
    assert lives(world, ssh_format.read(line).fingerprint)


def test_a_deploy_key_of_an_application_dies_with_the_sign_in(api, world, alice):
    first, second = (sign_in(world, alice, GH, "repo", "admin:public_key") for _ in range(2))
    deploy, kept = add(api, first.secret, DEPLOY), add(api, second.secret, DEPLOY)
    own = add(api, first.secret, "/user/keys")
    operation = oauth_table.REVOKE_AUTHORIZED
    world.write(
        lambda work: revoke.family(work, grant_to(alice, operation, alice), first.family.id)
    )
    assert (lives(world, deploy), lives(world, kept)) == (False, True)
    assert lives(world, own), "gh is still let in: another sign-in through it lives"
    world.write(
        lambda work: revoke.application(
            work, grant_to(alice, operation, alice), second.application.id
        )
    )
    assert (lives(world, kept), lives(world, own)) == (False, False)
    assert set(explanations(world)) == {
        "the sign-in that added it ended",
        "the application that added it lost its access",
    }


def test_the_renewal_of_a_token_costs_no_key(api, world, alice):
    until = world.clock.now + 100 * DAY
    made = sign_in(world, alice, GH, "repo", "admin:public_key", refreshed_until=until)
    deploy, own = add(api, made.secret, DEPLOY), add(api, made.secret, "/user/keys")
    world.write(lambda work: work.tokens.delete(made.token.id))
    assert lives(world, deploy), "the refresh token still gets the next one"
    world.clock.now = until
    assert not lives(world, deploy)
    assert lives(world, own), "a sign-in that lapses is no sign-in that was ended"


def test_an_unused_sign_in_lapses_with_its_deploy_keys(api, world, alice):
    made = sign_in(world, alice, GH, "repo")
    deploy = add(api, made.secret, DEPLOY)
    world.clock.now += IDLE
    assert not lives(world, deploy)
    world.write(lambda work: revoke.sweep(work, require(system(), oauth_table.SWEEP, SITE)))
    assert not lives(world, deploy)


def test_keys_that_were_added_in_the_browser_hang_on_nothing(api, world, alice):
    actor = actor_of(alice, kind=Kind.SESSION, sudo=True)
    line = ssh.ed25519_line()

    def unit(work):
        found = work.repositories.find("alice", "things", alice.id)
        grant = require(actor, table.ADD_DEPLOY_KEY, found)
        keys.add_to_repository(work, grant, "ci", line, read_only=True)

    world.write(unit)
    token, _ = world.token(alice, "repo")
    world.write(lambda work: lifecycle.revoke(work, grant_of(world, token_table.REVOKE, token)))
    assert lives(world, ssh_format.read(line).fingerprint)
