"""Deployments over the API, and how they go on."""

import pytest

from tests.api import ADDRESS, API

MADE = "/repos/octavia/made"


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


@pytest.fixture
def deployer(world, octavia):
    """A token that deploys and reads no code."""
    return world.token(octavia, "repo_deployment")[1]


@pytest.fixture
def made(api, token):
    body = {"name": "made", "auto_init": True, "private": True}
    assert api.ask("POST", "/user/repos", token, body=body).status == 201
    return api.ask("GET", f"{MADE}/commits/main", token).json["sha"]


def deploy(api, token, **more):
    return api.ask("POST", f"{MADE}/deployments", token, body={"ref": "main", **more})


def say(api, token, number, state, **more):
    body = {"state": state, **more}
    return api.ask("POST", f"{MADE}/deployments/{number}/statuses", token, body=body)


def newest(api, token, number):
    return api.ask("GET", f"{MADE}/deployments/{number}/statuses", token).json[0]["state"]


def test_a_deployment_is_told_as_github_tells_it(api, made, deployer):
    answer = deploy(api, deployer, payload={"web": 2}, description="now", environment="staging")
    assert answer.status == 201
    told = answer.json
    assert told["url"] == f"{ADDRESS}{API}{MADE}/deployments/{told['id']}"
    assert (told["sha"], told["ref"], told["task"]) == (made, "main", "deploy")
    assert told["payload"] == {"web": 2}
    assert told["environment"] == told["original_environment"] == "staging"
    assert (told["production_environment"], told["transient_environment"]) == (False, False)
    assert told["creator"]["login"] == "octavia"
    assert deploy(api, deployer).json["production_environment"] is True


def test_its_statuses_tell_how_it_goes(api, made, deployer):
    number = deploy(api, deployer).json["id"]
    begun = say(api, deployer, number, "in_progress", log_url="https://ci.test/log")
    assert begun.status == 201
    assert begun.json["log_url"] == begun.json["target_url"] == "https://ci.test/log"
    say(api, deployer, number, "success", environment_url="https://made.test")
    listed = api.ask("GET", f"{MADE}/deployments/{number}/statuses", deployer).json
    assert [one["state"] for one in listed] == ["success", "in_progress"]
    one = api.ask("GET", f"{MADE}/deployments/{number}/statuses/{listed[0]['id']}", deployer)
    assert one.json == listed[0]


def test_a_success_ends_what_ran_there_before(api, made, token):
    first = deploy(api, token, environment="staging").json["id"]
    kept = deploy(api, token, environment="elsewhere").json["id"]
    say(api, token, first, "success")
    say(api, token, kept, "success")
    second = deploy(api, token, environment="staging").json["id"]
    say(api, token, second, "success", auto_inactive=False)
    assert newest(api, token, first) == "success"
    say(api, token, second, "success")
    assert [newest(api, token, one) for one in (first, kept, second)] == [
        "inactive",
        "success",
        "success",
    ]


def test_an_active_one_stays_while_there_are_others(api, made, token):
    first = deploy(api, token).json["id"]
    say(api, token, first, "success")
    second = deploy(api, token).json["id"]
    refused = api.ask("DELETE", f"{MADE}/deployments/{first}", token)
    assert refused.status == 422
    assert "inactive" in refused.message
    assert api.ask("DELETE", f"{MADE}/deployments/{second}", token).status == 204
    assert api.ask("DELETE", f"{MADE}/deployments/{first}", token).status == 204
    assert api.ask("GET", f"{MADE}/deployments", token).json == []


def test_statuses_of_the_commit_hold_it_back(api, made, token):
    api.ask("POST", f"{MADE}/statuses/{made}", token, body={"state": "failure", "context": "ci"})
    answer = deploy(api, token)
    assert answer.status == 409
    assert answer.message == "Conflict: Commit status checks failed for main."
    assert deploy(api, token, required_contexts=[]).status == 201
    assert deploy(api, token, required_contexts=["other"]).status == 409


def test_a_list_is_narrowed_by_what_is_asked(api, made, token):
    for environment in ("a", "b"):
        deploy(api, token, environment=environment, task=f"task {environment}")

    def listed(query):
        found = api.ask("GET", f"{MADE}/deployments{query}", token).json
        return [one["environment"] for one in found]

    assert listed("") == ["b", "a"]
    assert listed("?environment=a") == ["a"]
    assert listed("?task=task+b") == ["b"]
    assert listed(f"?sha={made}&ref=main") == ["b", "a"]
    assert listed("?ref=other") == []


def test_it_is_found_in_its_own_repository_alone(api, made, token):
    number = deploy(api, token).json["id"]
    status = say(api, token, number, "pending").json["id"]
    other = {"name": "other", "auto_init": True}
    assert api.ask("POST", "/user/repos", token, body=other).status == 201
    elsewhere = "/repos/octavia/other/deployments"
    assert api.ask("GET", f"{elsewhere}/{number}", token).status == 404
    assert api.ask("DELETE", f"{elsewhere}/{number}", token).status == 404
    body = {"state": "success"}
    assert api.ask("POST", f"{elsewhere}/{number}/statuses", token, body=body).status == 404
    second = deploy(api, token).json["id"]
    wrong = f"{MADE}/deployments/{second}/statuses/{status}"
    assert api.ask("GET", wrong, token).status == 404


def test_the_scope_of_deployments_reads_no_code_and_reports_no_status(api, made, deployer):
    assert api.ask("GET", f"{MADE}/deployments", deployer).status == 200
    for hidden in ("", "/commits", f"/commits/{made}/statuses", "/contents/README.md"):
        assert api.ask("GET", MADE + hidden, deployer).status == 404, hidden
    body = {"state": "success"}
    assert api.ask("POST", f"{MADE}/statuses/{made}", deployer, body=body).status == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ref": "nowhere"},
        {"ref": "main", "environment": ""},
        {"ref": "main", "description": "x" * 141},
        {"ref": "main", "payload": {"x": "y" * 65_536}},
        {"ref": "main", "payload": 7},
    ],
)
def test_what_cannot_be_kept_is_refused(api, made, token, body):
    assert api.ask("POST", f"{MADE}/deployments", token, body=body).status == 422
