"""SSH keys over the API: those that open accounts, and those with which people sign."""

import pytest

from tests import ssh
from tests.api import ADDRESS, API
from watchword.kernel.events import Origin

KEYS = pytest.param("/user/keys", "public_key", "public_key", id="keys")
SIGNING = pytest.param(
    "/user/ssh_signing_keys", "ssh_signing_key", "git_signing_ssh_public_key", id="signing keys"
)
BOTH = pytest.mark.parametrize(("path", "scope", "fact"), [KEYS, SIGNING])


def events(world):
    return [one.name for one in world.database.read_now(lambda w: w.events.latest(20), Origin())]


def add(api, path, token, **body):
    made = api.ask("POST", path, token, body=body or {"key": ssh.ed25519_line(), "title": "laptop"})
    assert made.status == 201, made.body
    return made


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "admin:public_key", "admin:ssh_signing_key")[1]


def test_a_key_is_added_as_github_tells_of_it(api, octavia, token):
    line = ssh.ed25519_line("octavia@laptop")
    made = add(api, "/user/keys", token, key=line, title="laptop")
    told = made.json
    assert told == {
        "id": told["id"],
        "key": " ".join(line.split()[:2]),
        "url": f"{ADDRESS}{API}/user/keys/{told['id']}",
        "title": "laptop",
        "created_at": "2027-01-15T08:00:00Z",
        "verified": True,
        "read_only": False,
        "last_used": None,
    }
    assert made.header("location") == told["url"]
    assert api.ask("GET", f"/user/keys/{told['id']}", token).json == told
    assert api.ask("GET", "/user/keys", token).json == [told]


def test_a_signing_key_is_added_as_github_tells_of_it(api, token):
    line = ssh.ecdsa_line("256")
    told = add(api, "/user/ssh_signing_keys", token, key=line, title="laptop").json
    assert told == {
        "id": told["id"],
        "key": line,
        "title": "laptop",
        "created_at": "2027-01-15T08:00:00Z",
    }
    assert api.ask("GET", f"/user/ssh_signing_keys/{told['id']}", token).json == told
    assert api.ask("GET", "/user/ssh_signing_keys", token).json == [told]


@BOTH
def test_a_key_without_title_is_called_by_its_comment(api, token, path, scope, fact):
    named = add(api, path, token, key=ssh.ed25519_line("octavia@laptop"), title="").json
    assert named["title"] == "octavia@laptop"
    assert add(api, path, token, key=ssh.ed25519_line()).json["title"] == "ssh-ed25519"


@BOTH
def test_a_key_is_used_once_on_the_whole_site(api, world, token, path, scope, fact):
    line = ssh.ed25519_line()
    add(api, path, token, key=line)
    _, other = world.token(world.user("bob"), f"admin:{scope}")
    for credential in (token, other):
        refused = api.ask("POST", path, credential, body={"key": f"{line} other comment"})
        assert (refused.status, refused.message) == (422, "Validation Failed")
        assert refused.json["errors"] == [
            {
                "resource": "PublicKey",
                "field": "key",
                "code": "custom",
                "message": "key is already in use",
            }
        ]


def test_one_key_may_both_open_an_account_and_sign(api, token):
    line = ssh.ed25519_line()
    add(api, "/user/keys", token, key=line)
    add(api, "/user/ssh_signing_keys", token, key=line)


@BOTH
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"key": "ssh-ed25519 nonsense"}, "key"),
        ({"key": ssh.rsa_line(1024)}, "key"),
        ({"key": ssh.ed25519_line(), "title": "x" * 256}, "title"),
        ({"key": ssh.ed25519_line(), "title": "a\nb"}, "title"),
    ],
)
def test_what_is_no_key_is_refused(api, token, path, scope, fact, body, field):
    refused = api.ask("POST", path, token, body=body)
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, field)


@BOTH
def test_a_body_of_wrong_types_is_refused(api, token, path, scope, fact):
    for body in ({}, {"key": 1}, {"key": None}, {"key": ["x"]}):
        assert api.ask("POST", path, token, body=body).status == 422
    assert api.ask("POST", path, token, body=[]).status == 400


@BOTH
@pytest.mark.parametrize(
    ("held", "reads", "writes", "deletes"),
    [
        (None, 404, 404, 404),
        ("read", 200, 404, 404),
        ("write", 200, 201, 404),
        ("admin", 200, 201, 204),
    ],
)
def test_each_scope_carries_what_it_says(
    api, world, octavia, token, path, scope, fact, held, reads, writes, deletes
):
    key = add(api, path, token).json["id"]
    _, weak = world.token(octavia, *([f"{held}:{scope}"] if held else ["repo", "user"]))
    assert api.ask("GET", path, weak).status == reads
    assert api.ask("GET", f"{path}/{key}", weak).status == reads
    assert api.ask("POST", path, weak, body={"key": ssh.ed25519_line()}).status == writes
    assert api.ask("DELETE", f"{path}/{key}", weak).status == deletes


def test_gh_is_told_which_scope_is_missing(api, world, octavia):
    _, weak = world.token(octavia, "repo")
    told = api.ask("GET", "/user/keys", weak).header("x-accepted-oauth-scopes")
    assert told.split(", ")[0] == "read:public_key"
    told = api.ask("GET", "/user/keys", world.token(octavia, "read:public_key")[1])
    assert told.header("x-accepted-oauth-scopes") == (
        "admin:public_key, read:public_key, write:public_key"
    )


@BOTH
def test_nobody_in_particular_is_asked_who_they_are(api, path, scope, fact):
    for method in ("GET", "POST"):
        assert api.ask(method, path, body=None).status == 401


@BOTH
def test_a_key_that_was_deleted_is_gone_and_may_come_back(api, world, token, path, scope, fact):
    line = ssh.ed25519_line()
    key = add(api, path, token, key=line).json["id"]
    assert api.ask("DELETE", f"{path}/{key}", token).status == 204
    assert api.ask("DELETE", f"{path}/{key}", token).status == 404
    assert api.ask("GET", path, token).json == []
    assert add(api, path, token, key=line).json["id"] > key
    assert [name for name in events(world) if name.startswith(fact)] == [
        f"{fact}.create",
        f"{fact}.delete",
        f"{fact}.create",
    ]


@BOTH
def test_keys_of_others_are_missing(api, world, token, path, scope, fact):
    key = add(api, path, token).json["id"]
    _, other = world.token(world.user("bob"), f"admin:{scope}")
    for method in ("GET", "DELETE"):
        assert api.ask(method, f"{path}/{key}", other).status == 404
    for wrong in ("0", "-1", "x", "9" * 30, "%00"):
        assert api.ask("GET", f"{path}/{wrong}", token).status == 404
    assert api.ask("GET", path, other).json == []


def test_everybody_sees_the_keys_of_a_person_and_nothing_that_is_said_of_them(api, token):
    key = add(api, "/user/keys", token).json
    sign = add(api, "/user/ssh_signing_keys", token).json
    told = api.ask("GET", "/users/Octavia/keys")
    assert (told.status, told.json) == (200, [{"id": key["id"], "key": key["key"]}])
    assert api.ask("GET", "/users/octavia/ssh_signing_keys").json == [sign]
    for path in ("/users/nobody/keys", "/users/nobody/ssh_signing_keys"):
        assert api.ask("GET", path).status == 404


@BOTH
def test_lists_come_in_pages(api, token, path, scope, fact):
    ids = [add(api, path, token).json["id"] for _ in range(3)]
    first = api.ask("GET", f"{path}?per_page=2", token)
    assert [one["id"] for one in first.json] == ids[:2]
    assert f'<{ADDRESS}{API}{path}?per_page=2&page=2>; rel="next"' in first.header("link")
    assert [one["id"] for one in api.ask("GET", f"{path}?per_page=2&page=2", token).json] == ids[2:]
