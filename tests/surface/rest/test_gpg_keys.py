"""GPG keys over the API."""

import base64

import pytest

from tests import openpgp as keys
from watchword.kernel.events import Origin

KEYS = "/user/gpg_keys"


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "admin:gpg_key")[1]


def add(api, token, armored=None, **more):
    body = {"armored_public_key": armored or keys.generated(), **more}
    made = api.ask("POST", KEYS, token, body=body)
    assert made.status == 201, made.body
    return made.json


def test_a_key_is_added_as_github_tells_of_it(api, token):
    armored = keys.made_by_gpg()
    told = add(api, token, armored, name="laptop")
    (subkey,) = told["subkeys"]
    packets = keys.packets(armored)
    assert told == {
        "id": told["id"],
        "name": "laptop",
        "primary_key_id": None,
        "key_id": packets[0].key_id.upper(),
        "public_key": base64.b64encode(bytes(packets[0])).decode(),
        "emails": told["emails"],
        "subkeys": [subkey],
        "can_sign": True,
        "can_encrypt_comms": False,
        "can_encrypt_storage": False,
        "can_certify": True,
        "created_at": "2027-01-15T08:00:00Z",
        "expires_at": told["expires_at"],
        "revoked": False,
        "raw_key": told["raw_key"],
    }
    assert told["expires_at"].endswith("Z")
    assert told["raw_key"].startswith("-----BEGIN PGP PUBLIC KEY BLOCK-----")
    assert sorted((one["email"], one["verified"]) for one in told["emails"]) == [
        ("octavia@example.test", True),
        ("other@example.test", False),
    ]
    assert (subkey["primary_key_id"], subkey["key_id"]) == (told["id"], packets[-2].key_id.upper())
    assert (subkey["emails"], subkey["subkeys"], subkey["raw_key"]) == ([], [], None)
    assert subkey["can_encrypt_comms"] is True
    assert api.ask("GET", f"{KEYS}/{told['id']}", token).json == told
    assert api.ask("GET", KEYS, token).json == [told]


def test_the_address_of_another_person_is_not_verified(api, world, token):
    world.user("bob")
    told = add(api, token, keys.generated("Bob <bob@example.test>"))
    assert told["emails"] == [{"email": "bob@example.test", "verified": False}]


def test_a_key_is_used_once_in_whatever_armor(api, world, token):
    armored = keys.generated()
    add(api, token, armored)
    _, other = world.token(world.user("bob"), "write:gpg_key")
    again = keys.joined(*(bytes(one) for one in keys.packets(armored)))
    for credential in (token, other):
        refused = api.ask("POST", KEYS, credential, body={"armored_public_key": again})
        assert (refused.status, refused.message) == (422, "Validation Failed")
        (error,) = refused.json["errors"]
        assert (error["field"], error["message"]) == ("key_id", "key_id already exists")


@pytest.mark.parametrize(
    ("held", "reads", "writes", "deletes"),
    [
        (None, 404, 404, 404),
        ("read", 200, 404, 404),
        ("write", 200, 201, 404),
        ("admin", 200, 201, 204),
    ],
)
def test_each_scope_carries_what_it_says(api, world, octavia, token, held, reads, writes, deletes):
    key = add(api, token)["id"]
    _, weak = world.token(octavia, *([f"{held}:gpg_key"] if held else ["repo", "user"]))
    assert api.ask("GET", KEYS, weak).status == reads
    assert api.ask("GET", f"{KEYS}/{key}", weak).status == reads
    body = {"armored_public_key": keys.generated()}
    assert api.ask("POST", KEYS, weak, body=body).status == writes
    assert api.ask("DELETE", f"{KEYS}/{key}", weak).status == deletes


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"armored_public_key": None},
        {"armored_public_key": "nonsense"},
        {"armored_public_key": keys.private()},
        {"armored_public_key": keys.generated(), "name": "x" * 300},
    ],
)
def test_what_is_no_key_is_refused(api, token, body):
    assert api.ask("POST", KEYS, token, body=body).status == 422


def test_a_key_goes_with_its_subkeys_and_may_come_back(api, world, token):
    armored = keys.made_by_gpg()
    told = add(api, token, armored)
    inside = told["subkeys"][0]["id"]
    for wrong in (inside, 0, "x"):
        assert api.ask("DELETE", f"{KEYS}/{wrong}", token).status == 404
    assert api.ask("DELETE", f"{KEYS}/{told['id']}", token).status == 204
    assert api.ask("GET", KEYS, token).json == []
    assert add(api, token, armored)["id"] > inside
    stored = world.database.read_now(lambda work: work.events.latest(3), Origin())
    assert sorted(one.name for one in stored) == [
        "gpg_key.create",
        "gpg_key.create",
        "gpg_key.destroy",
    ]


def test_keys_of_others_are_missing_and_public(api, world, token):
    told = add(api, token, keys.made_by_gpg())
    _, other = world.token(world.user("bob"), "admin:gpg_key")
    for method in ("GET", "DELETE"):
        assert api.ask(method, f"{KEYS}/{told['id']}", other).status == 404
    assert api.ask("GET", "/users/octavia/gpg_keys").json == [told]
    assert api.ask("GET", "/users/nobody/gpg_keys").status == 404
    assert api.ask("GET", KEYS).status == 401
