"""Branches that are renamed, and what goes along with them."""

import pytest

from tests.api import ADDRESS, API
from watchword.access.roles import Role
from watchword.repositories.protection import ProtectionRules

BRANCHES = "/repos/octavia/things/branches"
PATH = f"{BRANCHES}/main/protection"
NOTHING = {
    "required_status_checks": None,
    "enforce_admins": None,
    "required_pull_request_reviews": None,
    "restrictions": None,
}


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


@pytest.fixture
def tip(api, token):
    body = {"name": "things", "auto_init": True, "private": True}
    assert api.ask("POST", "/user/repos", token, body=body).status == 201
    return api.ask("GET", f"{BRANCHES}/main", token).json["commit"]["sha"]


@pytest.fixture
def bob(world):
    return world.user("bob")


def branch(api, token, name, tip):
    body = {"ref": f"refs/heads/{name}", "sha": tip}
    assert api.ask("POST", "/repos/octavia/things/git/refs", token, body=body).status == 201


def protect(api, token, path=PATH, **more):
    assert api.ask("PUT", path, token, body=NOTHING | more).status == 200


def test_a_rule_goes_along_with_its_branch(api, token, tip):
    branch(api, token, "kept", tip)
    protect(api, token, PATH.replace("main", "kept"), enforce_admins=True)
    told = api.ask("POST", f"{BRANCHES}/kept/rename", token, body={"new_name": "other"})
    assert (told.status, told.json["name"], told.json["protected"]) == (201, "other", True)
    rule = api.ask("GET", f"{BRANCHES}/other/protection", token).json
    assert rule["enforce_admins"]["enabled"]
    assert api.ask("GET", f"{BRANCHES}/kept/protection", token).status == 404
    assert [one["name"] for one in api.ask("GET", BRANCHES, token).json] == ["main", "other"]


def test_a_rule_goes_along_with_the_default_branch(api, token, tip):
    protect(api, token)
    told = api.ask("POST", f"{BRANCHES}/main/rename", token, body={"new_name": "trunk"})
    assert told.status == 201
    assert api.ask("GET", f"{BRANCHES}/trunk/protection", token).status == 200
    assert [one["name"] for one in api.ask("GET", BRANCHES, token).json] == ["trunk"]


def test_a_branch_that_other_rules_hold_is_not_renamed_and_keeps_its_own(
    api, world, octavia, token, tip, bob
):
    """A rule for a pattern; one for the new name already; one that who asks may not change."""
    branch(api, token, "kept", tip)
    kept = PATH.replace("main", "kept")
    protect(api, token, kept)
    found = world.read(lambda work: work.repositories.find("octavia", "things", octavia.id))
    world.collaborator(found, bob, Role.WRITE)
    _, writer = world.token(bob, "repo")

    def refused(by):
        answer = api.ask("POST", f"{BRANCHES}/kept/rename", by, body={"new_name": "other"})
        assert (answer.status, answer.message) == (422, "Cannot delete this branch")
        assert api.ask("GET", kept, token).status == 200
        assert [one["name"] for one in api.ask("GET", BRANCHES, token).json] == ["kept", "main"]

    refused(writer)
    world.write(lambda work: work.protections.add(found.id, "k*", ProtectionRules(), work.now))
    refused(token)
    world.write(lambda work: work.protections.add(found.id, "other", ProtectionRules(), work.now))
    refused(token)


def test_drafts_of_releases_go_along_with_a_branch(api, token, tip):
    branch(api, token, "next", tip)
    releases = "/repos/octavia/things/releases"
    draft = {"tag_name": "v1", "target_commitish": "next", "draft": True}
    made = api.ask("POST", releases, token, body=draft).json
    path = "/repos/octavia/things/branches/next/rename"
    assert api.ask("POST", path, token, body={"new_name": "later"}).status == 201
    told = api.ask("GET", f"{releases}/{made['id']}", token).json
    assert told["target_commitish"] == "later"


def rename(api, token, old, new):
    told = api.ask("POST", f"{BRANCHES}/{old}/rename", token, body={"new_name": new})
    assert told.status == 201


def led(api, token, name):
    answer = api.ask("GET", f"{BRANCHES}/{name}", token)
    if answer.status != 301:
        return answer.status
    assert answer.message == "Moved Permanently"
    there = answer.header("location").removeprefix(ADDRESS + API)
    assert there.startswith("/repositories/")
    return api.ask("GET", there, token).json["name"]


def test_a_former_name_leads_to_the_branch(api, token, tip):
    branch(api, token, "kept", tip)
    rename(api, token, "kept", "some/other")
    assert led(api, token, "kept") == "some/other"
    rename(api, token, "some%2Fother", "third")
    assert led(api, token, "kept") == led(api, token, "some/other") == "third"
    rename(api, token, "main", "trunk")
    assert led(api, token, "main") == "trunk"
    assert led(api, token, "none") == led(api, token, "kept/more") == 404


@pytest.mark.parametrize("asked", ["tarball/{}", "zipball/refs/heads/{}"])
def test_an_archive_is_led_to_by_a_former_name(api, token, tip, asked):
    branch(api, token, "kept", tip)
    rename(api, token, "kept", "some/other")
    answer = api.ask("GET", f"/repos/octavia/things/{asked.format('kept')}?token=x", token)
    there = answer.header("location").removeprefix(ADDRESS + API)
    assert (answer.status, there.endswith(f"/{asked.format('some/other')}")) == (301, True)
    assert api.ask("GET", there, token).status == 302
    assert api.ask("GET", "/repos/octavia/things/zipball/none", token).status == 422


@pytest.mark.parametrize("row", ["contents", "contents/README.md", "readme"])
def test_files_are_led_to_by_a_former_name(api, token, tip, row):
    branch(api, token, "kept", tip)
    rename(api, token, "kept", "some/other")
    path = f"/repos/octavia/things/{row}?ref="
    answer = api.ask("GET", f"{path}kept&token=x", token)
    there = answer.header("location").removeprefix(ADDRESS + API)
    assert (answer.status, there.partition("/")[0]) == (301, "")
    assert there.endswith(f"/{row}?ref=some/other")
    told = api.ask("GET", there, token)
    assert (told.status, told.json) == (200, api.ask("GET", f"{path}some/other", token).json)
    assert api.ask("GET", f"{path}none", token).status == 404


def test_a_former_name_leads_nowhere_once_it_means_something_or_nothing_is_there(api, token, tip):
    branch(api, token, "kept", tip)
    rename(api, token, "kept", "other")
    rename(api, token, "other", "kept")
    assert led(api, token, "kept") == 200
    assert led(api, token, "other") == "kept"
    branch(api, token, "other", tip)
    assert led(api, token, "other") == 200
    for name in ("other", "kept"):
        path = f"/repos/octavia/things/git/refs/heads/{name}"
        assert api.ask("DELETE", path, token).status == 204
    assert led(api, token, "other") == led(api, token, "kept") == 404


def test_a_former_name_tells_nothing_to_who_may_not_see_the_repository(api, token, tip, world, bob):
    branch(api, token, "kept", tip)
    rename(api, token, "kept", "other")
    theirs = world.token(bob, "repo")[1]
    there = api.ask("GET", f"{BRANCHES}/kept", theirs)
    assert (there.status, there.body) == (404, api.ask("GET", f"{BRANCHES}/none", theirs).body)
