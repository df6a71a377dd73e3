"""Attack 5 and 8, somebody's name as a way upwards: a token that acts for others, and keeps acting.

GitLab's impersonation tokens worked with the feature switched off (CVE-2021-22237). Verified: such
a token runs no site, whoever its person is; one cannot impersonate oneself to get scopes that one's
own token lacks; and it is dead, for good, once its maker is demoted or suspended, even when storage
was told behind the services' back; it dies with the token that made it; and its person can end it
but not widen or renew it.
"""

import pytest

from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import accounts as table
from watchword.access.table import tokens as token_table
from watchword.accounts import oversight as bare
from watchword.kernel.errors import BadCredential, NotPermitted
from watchword.tokens import classic, lifecycle
from watchword.work import oversight

ACTING = "/admin/users/octavia/authorizations"


@pytest.fixture
def octavia(world):
    return world.user("octavia", site_admin=True)


@pytest.fixture
def root(world):
    return world.user("root", site_admin=True)


@pytest.fixture
def admin(world, root):
    return world.token(root, "site_admin")


@pytest.fixture
def acting(api, octavia, admin):
    body = {"scopes": ["repo", "user", "admin:org"]}
    made = api.ask("POST", ACTING, admin[1], body=body)
    assert made.status == 201
    return made.json


def as_now(world, acting):
    return world.read(lambda work: work.tokens.by_id(acting["id"]))


def test_it_runs_no_site_whoever_its_person_is(api, world, acting):
    assert not world.caller(acting["token"]).actor.site_admin
    for method, path in (
        ("GET", "/admin/tokens"),
        ("GET", "/admin/keys"),
        ("POST", "/admin/users"),
        ("POST", ACTING),
        ("PUT", "/users/root/suspended"),
    ):
        assert api.ask(method, path, acting["token"], body={}).status == 403
    assert "suspended_at" not in api.ask("GET", "/users/root", acting["token"]).json


def test_nobody_impersonates_oneself(api, octavia, admin):
    path = "/admin/users/root/authorizations"
    assert api.ask("POST", path, admin[1], body={"scopes": ["repo"]}).status == 403


@pytest.mark.parametrize("name", ["demote", "suspend"])
def test_it_dies_with_the_part_of_its_maker_and_does_not_come_back(api, world, root, acting, name):
    operation = table.PROMOTE if name == "demote" else table.SUSPEND
    world.oversee(operation, getattr(oversight, name), root)
    assert api.ask("GET", "/user", acting["token"]).status == 401
    assert as_now(world, acting).ended_by == "site_admin"
    world.oversee(table.PROMOTE, bare.promote, root)
    world.unsuspend(root)
    assert api.ask("GET", "/user", acting["token"]).status == 401


@pytest.mark.parametrize("name", ["demote", "suspend"])
def test_it_is_refused_even_where_nobody_ended_it(world, root, acting, name):
    operation = table.PROMOTE if name == "demote" else table.SUSPEND
    world.oversee(operation, getattr(bare, name), root)
    assert as_now(world, acting).ended_at is None
    with pytest.raises(BadCredential):
        world.caller(acting["token"])


@pytest.mark.parametrize("how", ["revoked", "deleted", "regenerated"])
def test_it_dies_with_the_token_that_made_it(api, world, root, admin, acting, how):
    actor = actor_of(root, kind=Kind.SESSION, sudo=True)

    def unit(work):
        token = work.tokens.by_id(admin[0].id)
        if how == "regenerated":
            classic.regenerate(work, require(actor, token_table.REGENERATE, token), None)
        else:
            end = lifecycle.revoke if how == "revoked" else lifecycle.delete
            end(work, require(actor, token_table.REVOKE, token))

    world.write(unit)
    assert api.ask("GET", "/user", acting["token"]).status == 401


def test_its_person_ends_it_and_cannot_widen_or_renew_it(api, world, octavia, acting):
    actor = actor_of(octavia, kind=Kind.SESSION, sudo=True)
    token = as_now(world, acting)

    def widen(work):
        classic.update(work, require(actor, token_table.WIDEN, token), "mine", ("site_admin",))

    def renew(work):
        classic.regenerate(work, require(actor, token_table.REGENERATE, token), None)

    for unit in (widen, renew):
        with pytest.raises(NotPermitted):
            world.write(unit)
    mine = world.read(lambda work: work.tokens.of(octavia.id))
    assert [one.id for one in mine] == [token.id]
    world.write(lambda work: lifecycle.revoke(work, require(actor, token_table.REVOKE, token)))
    assert api.ask("GET", "/user", acting["token"]).status == 401
