"""Deploy keys over the API."""

import pytest

from tests import ssh
from tests.api import ADDRESS, API
from watchword.access.roles import Role
from watchword.kernel.events import Origin
from watchword.repositories.model import Visibility

KEYS = "/repos/octavia/things/keys"


@pytest.fixture
def things(world, octavia):
    return world.repository(octavia, "things", Visibility.PRIVATE)


@pytest.fixture
def token(world, octavia, things):
    return world.token(octavia, "repo")[1]


def add(api, token, path=KEYS, **body):
    made = api.ask("POST", path, token, body={"key": ssh.ed25519_line(), **body})
    assert made.status == 201, made.body
    return made


def test_a_deploy_key_is_added_as_github_tells_of_it(api, token):
    line = ssh.ed25519_line()
    told = add(api, token, key=line, title="ci", read_only=True).json
    assert told == {
        "id": told["id"],
        "key": line,
        "url": f"{ADDRESS}{API}{KEYS}/{told['id']}",
        "title": "ci",
        "verified": True,
        "created_at": "2027-01-15T08:00:00Z",
        "read_only": True,
        "added_by": "octavia",
        "last_used": None,
        "enabled": True,
    }
    assert api.ask("GET", KEYS, token).json == [told]
    assert api.ask("GET", f"{KEYS}/{told['id']}", token).json == told


def test_it_answers_below_the_number_of_the_repository_too(api, things, token):
    told = add(api, token, f"/repositories/{things.id}/keys").json
    assert told["url"] == f"{ADDRESS}{API}{KEYS}/{told['id']}"
    assert told["read_only"] is False
    assert api.ask("DELETE", f"/repositories/{things.id}/keys/{told['id']}", token).status == 204
    assert api.ask("GET", f"{KEYS}/{told['id']}", token).status == 404


def test_a_key_opens_one_thing_only(api, world, octavia, token):
    world.repository(octavia, "others")
    _, keys = world.token(octavia, "admin:public_key")
    line = ssh.ed25519_line()
    add(api, token, key=line)
    for path, credential in (
        (KEYS, token),
        ("/repos/octavia/others/keys", token),
        ("/user/keys", keys),
    ):
        refused = api.ask("POST", path, credential, body={"key": line})
        assert refused.json["errors"][0]["message"] == "key is already in use"


def test_only_who_runs_the_repository_may(api, world, octavia, things, token):
    key = add(api, token).json["id"]
    for login, role, status in (("writer", Role.WRITE, 403), ("admin", Role.ADMIN, 200)):
        person = world.user(login)
        world.collaborator(things, person, role)
        _, theirs = world.token(person, "repo")
        assert api.ask("GET", KEYS, theirs).status == status
        assert api.ask("GET", f"{KEYS}/{key}", theirs).status == status
    _, stranger = world.token(world.user("stranger"), "repo")
    _, weak = world.token(octavia, "public_repo", "admin:public_key")
    for credential in (stranger, weak):
        assert api.ask("GET", KEYS, credential).status == 404
        assert api.ask("POST", KEYS, credential, body={"key": ssh.ed25519_line()}).status == 404
        assert api.ask("DELETE", f"{KEYS}/{key}", credential).status == 404
    assert api.ask("GET", KEYS).status == 401


def test_public_repositories_take_the_smaller_scope(api, world, octavia):
    world.repository(octavia, "shown")
    _, small = world.token(octavia, "public_repo")
    _, none = world.token(octavia)
    key = add(api, small, "/repos/octavia/shown/keys").json["id"]
    assert api.ask("GET", "/repos/octavia/shown/keys", none).status == 403
    assert api.ask("DELETE", f"/repos/octavia/shown/keys/{key}", small).status == 204


def test_keys_of_other_repositories_are_missing(api, world, octavia, token):
    world.repository(octavia, "others")
    mine = add(api, token).json["id"]
    other = add(api, token, "/repos/octavia/others/keys").json["id"]
    person = api.ask(
        "POST",
        "/user/keys",
        world.token(octavia, "admin:public_key")[1],
        body={"key": ssh.ed25519_line()},
    ).json["id"]
    for wrong in (other, person, 0, "x"):
        for method in ("GET", "DELETE"):
            assert api.ask(method, f"{KEYS}/{wrong}", token).status == 404
    _, keys = world.token(octavia, "admin:public_key")
    assert api.ask("GET", f"/user/keys/{mine}", keys).status == 404


def test_an_archived_repository_gets_no_key_and_may_lose_one(api, token):
    key = add(api, token).json["id"]
    api.ask("PATCH", "/repos/octavia/things", token, body={"archived": True})
    refused = api.ask("POST", KEYS, token, body={"key": ssh.ed25519_line()})
    assert (refused.status, refused.message) == (403, "Repository was archived so is read-only.")
    assert api.ask("DELETE", f"{KEYS}/{key}", token).status == 204


def test_the_log_tells_of_the_repository(api, world, things, token):
    key = add(api, token, title="ci").json["id"]
    api.ask("DELETE", f"{KEYS}/{key}", token)
    stored = world.database.read_now(lambda work: work.events.latest(2), Origin())
    assert sorted(one.name for one in stored) == ["public_key.create", "public_key.delete"]
    for one in stored:
        assert one.body["repository_id"] == things.id
        assert (one.body["key"], one.body["title"]) == (key, "ci")
