"""Accounts that site administrators delete, with all that they own."""

import pytest

from tests import ssh
from tests.sign_ins import sign_in
from watchword.repositories.model import Visibility
from watchword.storage.former_logins import KEPT
from watchword.work import delete_account

GONE = "/admin/users/octavia"
GH = "178c6fc778ccc68e1d6a"


@pytest.fixture
def root(world):
    return world.user("root", site_admin=True)


@pytest.fixture
def admin(world, root):
    return world.token(root, "site_admin")[1]


@pytest.fixture
def bob(world):
    return world.user("bob")


def names(world, fact):
    return world.read(lambda work: [one.body for one in work.events.latest(500, name=fact)])


def rows_of(world, user):
    """What is there still of an account."""

    def unit(work):
        return (
            work.users.by_id(user.id),
            work.users.is_leaving(user.id),
            list(work.tokens.of(user.id)),
            list(work.sign_ins.families_of(user.id)),
        )

    return world.read(unit)


def test_nothing_of_the_account_is_left(api, world, octavia, bob, admin):
    _, token = world.token(octavia, "repo", "admin:public_key")
    signed_in = sign_in(world, octavia, GH, "repo")
    world.session(octavia)
    for visibility in (Visibility.PUBLIC, Visibility.PRIVATE):
        world.repository(octavia, visibility, visibility)
    gist = world.gist(octavia)
    body = {"key": ssh.ed25519_line()}
    assert api.ask("POST", "/user/keys", token, body=body).status == 201
    assert api.ask("DELETE", GONE, admin).status == 204
    for secret in (token, signed_in.secret):
        assert api.ask("GET", "/user", secret).status == 401
    for path in (
        "/users/octavia",
        f"/user/{octavia.id}",
        f"/gists/{gist.id}",
        "/repos/octavia/public",
    ):
        assert api.ask("GET", path).status == 404
    assert rows_of(world, octavia) == (None, False, [], [])
    _, other = world.token(bob, "admin:public_key")
    assert api.ask("POST", "/user/keys", other, body=body).status == 201
    (fact,) = names(world, "user.delete")
    assert (fact["user_id"], fact["login"]) == (octavia.id, "octavia")
    assert len(names(world, "repo.destroy")) == 2
    assert api.ask("DELETE", GONE, admin).status == 404


def test_what_others_counted_and_heard_goes_too(api, world, octavia, bob, admin):
    for one, other in ((octavia, bob), (bob, octavia)):
        world.write(lambda work, one=one, other=other: work.follows.add(one.id, other.id, 1))
    gist = world.gist(bob)
    world.write(lambda work: work.gists.add_comment(gist.id, octavia.id, "hear", 1))
    bridge = world.repository(bob, "bridge")
    world.write(lambda work: work.stars.add(octavia.id, bridge.id, 1))
    world.write(lambda work: work.watches.put(octavia.id, bridge.id, ignored=False, now=1))
    assert api.ask("DELETE", GONE, admin).status == 204
    told = api.ask("GET", "/users/bob").json
    assert (told["followers"], told["following"]) == (0, 0)
    assert api.ask("GET", f"/gists/{gist.id}/comments").json == []
    told = api.ask("GET", "/repos/bob/bridge").json
    assert (told["stargazers_count"], told["subscribers_count"]) == (0, 1)
    assert api.ask("GET", "/repos/bob/bridge/stargazers").json == []


def test_an_organization_goes_on_without_the_person(api, world, octavia, bob, admin):
    org = world.organization("guild", bob)
    world.member(org, octavia)
    assert api.ask("DELETE", GONE, admin).status == 204
    _, token = world.token(bob, "read:org")
    assert [one["login"] for one in api.ask("GET", "/orgs/guild/members", token).json] == ["bob"]
    (fact,) = names(world, "org.remove_member")
    assert (fact["org_id"], fact["user_id"]) == (org.id, octavia.id)


def test_the_only_owner_of_an_organization_stays(api, world, octavia, bob, admin):
    org = world.organization("guild", octavia)
    world.member(org, bob)
    refused = api.ask("DELETE", GONE, admin)
    assert (refused.status, refused.json["errors"][0]["message"]) == (
        422,
        "octavia is the only owner of guild",
    )
    assert api.ask("GET", "/users/octavia").status == 200


def test_nobody_deletes_oneself(api, admin):
    assert api.ask("DELETE", "/admin/users/root", admin).status == 403
    assert api.ask("GET", "/users/root").status == 200


def test_nobody_else_may(api, world, octavia, root):
    for person, scopes in ((octavia, ("site_admin", "user")), (root, ("user", "delete_repo"))):
        _, token = world.token(person, *scopes)
        assert api.ask("DELETE", GONE, token).status == 403
    assert api.ask("DELETE", GONE).status == 401
    assert api.ask("GET", "/users/octavia").status == 200


def test_the_login_waits(api, world, octavia, admin):
    assert api.ask("DELETE", GONE, admin).status == 204
    again = {"login": "Octavia"}
    assert api.ask("POST", "/admin/users", admin, body=again).status == 422
    world.clock.now += KEPT
    assert api.ask("POST", "/admin/users", admin, body=again).status == 201


def test_who_acted_for_others_does_so_no_longer(api, world, octavia, bob, admin):
    api.ask("PUT", "/users/octavia/site_admin", admin)
    _, theirs = world.token(octavia, "site_admin")
    body = {"scopes": ["repo"]}
    made = api.ask("POST", "/admin/users/bob/authorizations", theirs, body=body).json["token"]
    assert api.ask("GET", "/user", made).status == 200
    assert api.ask("DELETE", GONE, admin).status == 204
    assert api.ask("GET", "/user", made).status == 401


class KilledError(Exception):
    """The process is no more."""


def test_what_is_much_goes_piece_by_piece_also_after_a_crash(api, world, octavia, admin):
    for number in range(45):
        world.repository(octavia, f"thing{number}", Visibility.PRIVATE)
    world.gist(octavia, listed=False)
    assert api.ask("DELETE", GONE, admin).status == 204
    assert rows_of(world, octavia)[:2] == (None, True)
    assert len(names(world, "repo.destroy")) == 20

    class Dying:
        """Lets one unit through, then is killed."""

        def write_now(self, unit, origin):
            world.database.write_now(unit, origin)
            raise KilledError

    with pytest.raises(KilledError):
        delete_account.finish(Dying(), octavia.id)
    assert len(names(world, "repo.destroy")) == 40
    delete_account.finish(world.database, octavia.id)
    assert len(names(world, "repo.destroy")) == 45
    assert rows_of(world, octavia)[:2] == (None, False)
    delete_account.finish(world.database, octavia.id)


def test_forks_of_what_was_private_go_with_it(api, world, octavia, bob, admin):
    source = world.repository(octavia, "hidden", Visibility.PRIVATE)
    fork = world.repository(bob, "hidden", Visibility.PRIVATE)
    world.write(lambda work: work.lineage.begin_fork(fork.id, source.id, source.id, None, 1))
    assert api.ask("DELETE", GONE, admin).status == 204
    assert world.read(lambda work: work.repositories.by_id(fork.id, bob.id)) is None
