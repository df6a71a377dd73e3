"""Tokens with which those who run the site act for somebody."""

import pytest

from tests import ssh
from tests.sign_ins import sign_in

ACTING = "/admin/users/octavia/authorizations"
GH = "178c6fc778ccc68e1d6a"


@pytest.fixture
def root(world):
    return world.user("root", site_admin=True)


@pytest.fixture
def admin(world, root):
    return world.token(root, "site_admin")


def begin(api, token, *scopes, status=201):
    answer = api.ask("POST", ACTING, token, body={"scopes": list(scopes)})
    assert answer.status == status, answer.body
    return answer.json


def facts(world, name):
    return world.read(lambda work: work.events.latest(50, name=name))


def test_a_token_acts_for_the_person_within_the_scopes_asked_for(api, world, octavia, admin):
    made = begin(api, admin[1], "gist", "public_repo")
    assert (made["scopes"], made["user"]["login"]) == (["gist", "public_repo"], "octavia")
    assert made["token"].startswith("ghp_")
    assert made["token_last_eight"] == made["token"][-8:]
    assert api.ask("GET", "/user", made["token"]).json["login"] == "octavia"
    body = {"name": "things"}
    assert api.ask("POST", "/user/repos", made["token"], body=body).status == 201
    assert api.ask("POST", "/user/repos", made["token"], body={**body, "private": True}).status in {
        403,
        404,
    }


def test_the_one_that_is_there_is_shown_without_its_secret(api, octavia, admin):
    first = begin(api, admin[1], "gist")
    again = begin(api, admin[1], "gist", status=200)
    assert (again["id"], again["token"]) == (first["id"], "")
    assert begin(api, admin[1], "repo", status=200)["scopes"] == ["repo"]
    answer = api.ask("GET", "/user", first["token"])
    assert answer.header("x-oauth-scopes") == "repo"


def test_it_is_ended_by_who_made_it(api, octavia, admin):
    token = begin(api, admin[1], "repo")["token"]
    assert api.ask("DELETE", ACTING, admin[1]).status == 204
    assert api.ask("GET", "/user", token).status == 401
    assert api.ask("DELETE", ACTING, admin[1]).status == 204
    assert begin(api, admin[1], "repo")["token"] != token


def test_what_is_done_with_it_says_who_did_it(api, world, octavia, root, admin):
    made = begin(api, admin[1], "repo")
    (fact, *_) = [
        one for one in facts(world, "oauth_access.create") if one.body["user_id"] == octavia.id
    ]
    assert (fact.body["impersonator"], fact.body["scopes"]) == ("root", "repo")
    assert (fact.origin.user, fact.origin.credential) == (root.id, admin[0].id)
    api.ask("POST", "/user/repos", made["token"], body={"name": "things"})
    (fact,) = facts(world, "repo.create")
    assert (fact.origin.user, fact.origin.impersonator) == (octavia.id, root.id)
    assert fact.origin.credential == made["id"]


def test_a_note_of_the_person_does_not_stop_it(api, world, octavia, admin):
    world.token(octavia, note="Impersonation by root")
    begin(api, admin[1], "repo")


@pytest.mark.parametrize("scopes", [["site_admin"], ["repo", "nothing"], "repo", None, [5]])
def test_other_scopes_are_refused(api, octavia, admin, scopes):
    assert api.ask("POST", ACTING, admin[1], body={"scopes": scopes}).status == 422


def test_scopes_must_be_named(api, octavia, admin):
    assert api.ask("POST", ACTING, admin[1], body={}).status == 422


def test_it_ends_not_later_than_the_token_that_made_it(api, world, octavia, root):
    _, asking = world.token(root, "site_admin", expires_at=world.clock.now + 60)
    token = begin(api, asking, "repo")["token"]
    assert api.ask("GET", "/user", token).status == 200
    world.clock.now += 60
    assert api.ask("GET", "/user", token).status == 401


def test_it_is_refused_once_who_made_it_does_not_run_the_site(api, world, octavia, root, admin):
    world.clock.now += 1
    token = begin(api, admin[1], "repo")["token"]
    assert [api.ask("GET", "/user", token).status for _ in range(2)] == [200, 200]
    world.user("another", site_admin=True)
    world.suspend(root)
    assert api.ask("GET", "/user", token).status == 401


def test_it_ends_with_the_sign_in_that_made_it(api, world, octavia, root, admin):
    made = sign_in(world, root, GH, "site_admin")
    token = begin(api, made.secret, "repo")["token"]
    assert api.ask("DELETE", f"/admin/tokens/{made.token.id}", admin[1]).status == 204
    assert api.ask("GET", "/user", token).status == 401


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_nobody_else_may(api, world, octavia, root, method):
    body = {"scopes": ["repo"]}
    for person, scopes in ((octavia, ("site_admin", "repo")), (root, ("repo", "admin:org"))):
        _, token = world.token(person, *scopes)
        assert api.ask(method, ACTING, token, body=body).status == 403
        assert api.ask(method, ACTING.replace("octavia", "no"), token, body=body).status == 403
    assert api.ask(method, ACTING, body=body).status == 401
    _, token = world.token(root, "site_admin")
    assert api.ask(method, ACTING.replace("octavia", "no"), token, body=body).status == 404


def test_it_adds_no_key_that_would_outlive_it(api, octavia, admin):
    token = begin(api, admin[1], "admin:public_key")["token"]
    refused = api.ask("POST", "/user/keys", token, body={"key": ssh.ed25519_line()})
    assert (refused.status, "outlive" in refused.message) == (403, True)
