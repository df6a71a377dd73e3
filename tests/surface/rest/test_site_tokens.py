"""Tokens of everybody, for those who run the site."""

import hashlib

import pytest

from tests import sign_ins

TOKENS = "/admin/tokens"
GH = "178c6fc778ccc68e1d6a"


@pytest.fixture
def admin(world):
    return world.token(world.user("root", site_admin=True), "site_admin")


def test_live_tokens_are_listed_without_their_secrets(api, world, octavia, admin):
    token, secret = world.token(octavia, "repo", "gist", note="laptop")
    dead, _ = world.token(octavia, expires_at=world.clock.now + 1)
    world.clock.now += 1
    answer = api.ask("GET", TOKENS, admin[1])
    assert [one["id"] for one in answer.json] == [token.id, admin[0].id]
    told = answer.json[0]
    assert (told["note"], told["scopes"]) == ("laptop", ["gist", "repo"])
    assert told["token_last_eight"] == secret.text[-8:]
    assert told["hashed_token"] == hashlib.sha256(secret.text.encode()).hexdigest()
    assert told["user"]["login"] == "octavia"
    assert (told["token"], told["fingerprint"], told["installation"]) == ("", None, None)
    assert told["app"]["client_id"] == "0" * 20
    assert secret.text not in answer.body.decode()
    assert dead.id not in [one["id"] for one in answer.json]


def test_the_list_has_pages(api, world, octavia, admin):
    for _ in range(3):
        world.token(octavia)
    first = api.ask("GET", f"{TOKENS}?per_page=3", admin[1])
    assert len(first.json) == 3
    assert 'rel="next"' in first.header("link")
    assert [one["id"] for one in api.ask("GET", f"{TOKENS}?per_page=3&page=2", admin[1]).json] == [
        admin[0].id
    ]


def test_a_token_is_ended_and_its_owner_sees_by_whom(api, world, octavia, admin):
    token, secret = world.token(octavia, "repo")
    assert api.ask("DELETE", f"{TOKENS}/{token.id}", admin[1]).status == 204
    assert api.ask("GET", "/user", secret).status == 401
    assert world.read(lambda work: work.tokens.by_id(token.id)).ended_by == "site_admin"
    assert api.ask("DELETE", f"{TOKENS}/{token.id}", admin[1]).status == 404


def test_a_key_that_the_token_added_goes_with_it(api, world, octavia, admin):
    from tests import ssh

    world.repository(octavia, "things")
    token, secret = world.token(octavia, "repo")
    keys = "/repos/octavia/things/keys"
    assert api.ask("POST", keys, secret, body={"key": ssh.ed25519_line()}).status == 201
    assert api.ask("DELETE", f"{TOKENS}/{token.id}", admin[1]).status == 204
    _, other = world.token(octavia, "repo")
    assert api.ask("GET", keys, other).json == []


def test_of_an_application_the_whole_sign_in_ends(api, world, octavia, admin):
    made = sign_ins.sign_in(world, octavia, GH, "repo")
    assert api.ask("GET", TOKENS, admin[1]).json[0]["app"]["client_id"] == GH
    assert api.ask("DELETE", f"{TOKENS}/{made.token.id}", admin[1]).status == 204
    assert api.ask("GET", "/user", made.secret).status == 401
    assert world.read(lambda work: list(work.sign_ins.families_of(octavia.id))) == []


def test_the_token_that_asks_stays(api, admin):
    refused = api.ask("DELETE", f"{TOKENS}/{admin[0].id}", admin[1])
    assert refused.status == 403
    assert api.ask("GET", TOKENS, admin[1]).status == 200


@pytest.mark.parametrize("which", ["0", "4711", "x", "9" * 30])
def test_what_there_is_not_is_not_found(api, admin, which):
    assert api.ask("DELETE", f"{TOKENS}/{which}", admin[1]).status == 404


def test_nobody_else_may(api, world, octavia, admin):
    root = world.read(lambda work: work.users.by_login("root"))
    for person, scopes in ((octavia, ("site_admin", "repo")), (root, ("repo", "admin:org"))):
        _, token = world.token(person, *scopes)
        assert api.ask("GET", TOKENS, token).status == 403
        assert api.ask("DELETE", f"{TOKENS}/{admin[0].id}", token).status == 403
        assert api.ask("DELETE", f"{TOKENS}/4711", token).status == 403
    assert api.ask("GET", TOKENS).status == 401
