"""Protected branches over the API."""

import pytest

from tests.api import ADDRESS, API
from watchword.access.roles import Role
from watchword.kernel.events import Origin

PATH = "/repos/octavia/things/branches/main/protection"
NOTHING = {
    "required_status_checks": None,
    "enforce_admins": None,
    "required_pull_request_reviews": None,
    "restrictions": None,
}
OFF = {"enabled": False}


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


@pytest.fixture
def things(api, token):
    body = {"name": "things", "auto_init": True, "private": True}
    return api.ask("POST", "/user/repos", token, body=body).json


@pytest.fixture
def bob(world):
    return world.user("bob")


def protect(api, token, path=PATH, **more):
    done = api.ask("PUT", path, token, body=NOTHING | more)
    assert done.status == 200, done.body
    return done.json


def events(world):
    stored = world.database.read_now(lambda work: work.events.latest(20), Origin())
    return [one.name for one in stored if one.name.startswith("protected_branch")]


def test_a_protected_branch_is_told_of_as_github_does(api, token, things):
    assert api.ask("GET", PATH, token).message == "Branch not protected"
    told = protect(api, token)
    url = f"{ADDRESS}{API}{PATH}"
    assert told == {
        "url": url,
        "required_signatures": {"url": f"{url}/required_signatures", "enabled": False},
        "enforce_admins": {"url": f"{url}/enforce_admins", "enabled": False},
        "required_linear_history": OFF,
        "allow_force_pushes": OFF,
        "allow_deletions": OFF,
        "block_creations": OFF,
        "required_conversation_resolution": OFF,
        "lock_branch": OFF,
        "allow_fork_syncing": OFF,
    }
    assert api.ask("GET", PATH, token).json == told
    by_number = f"/repositories/{things['id']}/branches/main/protection"
    assert api.ask("GET", by_number, token).json == told


def test_every_switch_is_kept(api, world, token, things, bob):
    switches = ("allow_force_pushes", "allow_deletions", "block_creations", "lock_branch")
    told = protect(
        api,
        token,
        enforce_admins=True,
        restrictions={"users": ["BOB", "bob"], "teams": []},
        **dict.fromkeys(switches, True),
    )
    assert [told[name]["enabled"] for name in (*switches, "enforce_admins")] == [True] * 5
    assert [user["login"] for user in told["restrictions"]["users"]] == ["bob"]
    assert told["restrictions"]["users_url"] == f"{ADDRESS}{API}{PATH}/restrictions/users"
    again = protect(api, token)
    assert "restrictions" not in again
    assert [again[name]["enabled"] for name in switches] == [False] * 4
    assert sorted(set(events(world))) == [
        "protected_branch.authorized_users_teams",
        "protected_branch.create",
        "protected_branch.update_admin_enforced",
        "protected_branch.update_allow_deletions_enforcement_level",
        "protected_branch.update_allow_force_pushes_enforcement_level",
        "protected_branch.update_block_creations_enforcement_level",
        "protected_branch.update_lock_branch_enforcement_level",
    ]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"required_status_checks": {"strict": True, "contexts": []}}, ["required_status_checks"]),
        ({"required_pull_request_reviews": {}}, ["required_pull_request_reviews"]),
        ({"required_linear_history": True}, ["required_linear_history"]),
        ({"required_conversation_resolution": True}, ["required_conversation_resolution"]),
        ({"allow_fork_syncing": True}, ["allow_fork_syncing"]),
        ({"restrictions": {"users": ["nobody"], "teams": []}}, ["users"]),
        ({"restrictions": {"users": [], "teams": ["justice"], "apps": ["x"]}}, ["apps"]),
        ({"restrictions": {"users": [], "teams": ["justice"]}}, ["teams"]),
    ],
)
def test_nothing_is_promised_that_is_not_kept(api, token, things, body, fields):
    refused = api.ask("PUT", PATH, token, body=NOTHING | body)
    assert refused.status == 422
    assert [one["field"] for one in refused.json["errors"]] == fields
    assert api.ask("GET", PATH, token).status == 404


@pytest.mark.parametrize(
    "body",
    [{}, {"enforce_admins": True}, NOTHING | {"restrictions": []}, NOTHING | {"lock_branch": 1}],
)
def test_what_is_no_protection_is_refused(api, token, things, body):
    assert api.ask("PUT", PATH, token, body=body).status == 422


def test_only_branches_that_are_there_are_protected(api, token, things):
    for name in ("missing", "..", "a%2Fb", "%00", "x" * 300):
        path = f"/repos/octavia/things/branches/{name}/protection"
        refused = api.ask("PUT", path, token, body=NOTHING)
        assert (refused.status, refused.message) == (404, "Branch not found")
        assert api.ask("GET", path, token).message == "Branch not protected"


def test_a_protection_that_was_removed_is_gone(api, world, token, things):
    protect(api, token)
    assert api.ask("DELETE", PATH, token).status == 204
    assert api.ask("DELETE", PATH, token).message == "Branch not protected"
    assert sorted(events(world)) == ["protected_branch.create", "protected_branch.destroy"]


def test_administrators_are_bound_and_freed(api, token, things):
    path = f"{PATH}/enforce_admins"
    assert api.ask("GET", path, token).message == "Branch not protected"
    protect(api, token)
    url = f"{ADDRESS}{API}{path}"
    assert api.ask("GET", path, token).json == {"url": url, "enabled": False}
    assert api.ask("POST", path, token).json == {"url": url, "enabled": True}
    assert api.ask("GET", PATH, token).json["enforce_admins"]["enabled"] is True
    assert api.ask("DELETE", path, token).status == 204
    assert api.ask("GET", path, token).json["enabled"] is False


def test_those_who_may_push_are_changed_one_by_one(api, world, token, things, bob):
    world.user("carol")
    path = f"{PATH}/restrictions"
    protect(api, token)
    assert api.ask("GET", path, token).message == "Push restrictions not enabled"
    protect(api, token, restrictions={"users": [], "teams": []})
    users = f"{path}/users"

    def logins(method, body=None):
        answer = api.ask(method, users, token, body=body)
        assert answer.status == 200, answer.body
        return [user["login"] for user in answer.json]

    assert logins("GET") == []
    assert logins("POST", {"users": ["bob"]}) == ["bob"]
    assert logins("POST", ["carol", "bob"]) == ["bob", "carol"]
    assert logins("DELETE", ["bob"]) == ["carol"]
    assert logins("PUT", {"users": ["bob"]}) == ["bob"]
    assert [one["login"] for one in api.ask("GET", path, token).json["users"]] == ["bob"]
    assert api.ask("POST", users, token, body={"users": ["nobody"]}).status == 422
    assert api.ask("POST", users, token, body={}).status == 422
    assert api.ask("DELETE", path, token).status == 204
    assert api.ask("GET", users, token).message == "Push restrictions not enabled"


def test_only_who_runs_the_repository_may(api, world, octavia, token, things, bob):
    protect(api, token)
    found = world.read(lambda work: work.repositories.find("octavia", "things", octavia.id))
    world.collaborator(found, bob, Role.WRITE)
    _, writer = world.token(bob, "repo")
    _, weak = world.token(octavia, "public_repo")
    for path in (PATH, f"{PATH}/enforce_admins", f"{PATH}/restrictions/users"):
        assert api.ask("GET", path, writer).status == 403
        assert api.ask("GET", path, weak).status == 404
        assert api.ask("GET", path).status == 401
    assert api.ask("PUT", PATH, writer, body=NOTHING).status == 403
    assert api.ask("DELETE", PATH, writer).status == 403


def test_public_repositories_take_the_smaller_scope(api, world, octavia, token):
    api.ask("POST", "/user/repos", token, body={"name": "shown", "auto_init": True})
    _, small = world.token(octavia, "public_repo")
    path = "/repos/octavia/shown/branches/main/protection"
    protect(api, small, path)
    assert api.ask("DELETE", path, small).status == 204


def test_an_archived_repository_stays_as_it_is_protected(api, token, things):
    protect(api, token)
    api.ask("PATCH", "/repos/octavia/things", token, body={"archived": True})
    for method in ("PUT", "DELETE"):
        refused = api.ask(method, PATH, token, body=NOTHING)
        assert (refused.status, refused.message) == (
            403,
            "Repository was archived so is read-only.",
        )


def test_another_repository_of_the_person_is_not_protected_by_it(
    api, world, octavia, token, things
):
    protect(api, token)
    api.ask("POST", "/user/repos", token, body={"name": "others", "auto_init": True})
    assert api.ask("GET", PATH.replace("things", "others"), token).status == 404


def branch(api, token, name, at):
    body = {"ref": f"refs/heads/{name}", "sha": at}
    assert api.ask("POST", "/repos/octavia/things/git/refs", token, body=body).status == 201


@pytest.fixture
def tip(api, token, things):
    return api.ask("GET", "/repos/octavia/things/branches/main", token).json["commit"]["sha"]


def test_lists_of_branches_tell_which_are_protected(api, token, tip):
    branch(api, token, "free", tip)
    branch(api, token, "part/kept", tip)
    protect(api, token)
    protect(api, token, PATH.replace("main", "part%2Fkept"))
    path = "/repos/octavia/things/branches"
    told = {one["name"]: one["protected"] for one in api.ask("GET", path, token).json}
    assert told == {"free": False, "main": True, "part/kept": True}
    for wanted, names in (("true", ["main", "part/kept"]), ("false", ["free"])):
        found = api.ask("GET", f"{path}?protected={wanted}", token).json
        assert [one["name"] for one in found] == names
    for name, wanted in told.items():
        one = api.ask("GET", f"{path}/{name.replace('/', '%2F')}", token).json
        assert (one["protected"], one["protection"]["enabled"]) == (wanted, wanted)


def test_changes_by_the_api_are_held_to_the_rules(api, token, tip):
    branch(api, token, "kept", tip)
    protect(api, token, PATH.replace("main", "kept"))
    contents = "/repos/octavia/things/contents/new.txt"
    added = {"message": "x", "content": "eA==", "branch": "kept"}
    assert api.ask("PUT", contents, token, body=added).status == 201
    ref = "/repos/octavia/things/git/refs/heads/kept"
    refused = api.ask("PATCH", ref, token, body={"sha": tip, "force": True})
    assert (refused.status, refused.message) == (422, "Cannot force-push to this branch")
    refused = api.ask("DELETE", ref, token)
    assert (refused.status, refused.message) == (422, "Cannot delete this branch")


def test_a_locked_branch_is_changed_by_nobody_who_is_bound(api, world, octavia, token, tip, bob):
    found = world.read(lambda work: work.repositories.find("octavia", "things", octavia.id))
    world.collaborator(found, bob, Role.WRITE)
    _, writer = world.token(bob, "repo")
    protect(api, token, lock_branch=True)
    contents = "/repos/octavia/things/contents/new.txt"
    refused = api.ask("PUT", contents, writer, body={"message": "x", "content": "eA=="})
    assert (refused.status, refused.message) == (422, "Cannot change this locked branch")
    assert api.ask("PUT", contents, token, body={"message": "x", "content": "eA=="}).status == 201
    assert events(world)[0] == "protected_branch.policy_override"
