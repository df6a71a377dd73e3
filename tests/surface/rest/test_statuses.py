"""Statuses of commits over the API: what CI reports, and what others make of it."""

import pytest

from tests.api import ADDRESS, API
from watchword.access.roles import Role

MADE = "/repos/octavia/made"


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


@pytest.fixture
def made(api, token):
    """A private repository with a first commit; gives that commit."""
    body = {"name": "made", "auto_init": True, "private": True}
    assert api.ask("POST", "/user/repos", token, body=body).status == 201
    return api.ask("GET", f"{MADE}/commits/main", token).json["sha"]


@pytest.fixture
def reporter(world, octavia):
    """A token that reports and reads no code."""
    return world.token(octavia, "repo:status")[1]


def report(api, token, sha, state, context=None, **more):
    body = {"state": state, **({"context": context} if context else {}), **more}
    return api.ask("POST", f"{MADE}/statuses/{sha}", token, body=body)


def test_a_status_is_told_as_github_tells_it(api, made, reporter):
    answer = report(
        api, reporter, made, "success", "ci/unit", target_url="https://ci.test/1", description="ok"
    )
    assert answer.status == 201
    told = answer.json
    assert told["url"] == f"{ADDRESS}{API}{MADE}/statuses/{made}"
    assert answer.header("location") == told["url"]
    assert (told["state"], told["context"]) == ("success", "ci/unit")
    assert (told["target_url"], told["description"]) == ("https://ci.test/1", "ok")
    assert told["creator"]["login"] == "octavia"
    assert told["created_at"] == told["updated_at"] == "2027-01-15T08:00:00Z"


def test_the_scope_of_statuses_reads_no_code(api, made, reporter):
    assert api.ask("GET", f"{MADE}/commits/{made}/statuses", reporter).status == 200
    assert api.ask("GET", f"{MADE}/commits/main/status", reporter).status == 200
    for hidden in ("", "/commits", f"/commits/{made}", "/contents/README.md", "/deployments"):
        assert api.ask("GET", MADE + hidden, reporter).status == 404, hidden


def test_another_scope_reports_nothing(api, world, octavia, made):
    other = world.token(octavia, "repo_deployment", "user")[1]
    answer = report(api, other, made, "success")
    assert answer.status == 404
    assert answer.header("x-accepted-oauth-scopes") == "repo, repo:status, public_repo"


def test_who_may_only_read_reports_nothing(api, world, made, token):
    reader = world.user("lucius")
    number = api.ask("GET", MADE, token).json["id"]
    found = world.read(lambda work: work.repositories.by_id(number, None))
    world.collaborator(found, reader, Role.READ)
    theirs = world.token(reader, "repo")[1]
    assert report(api, theirs, made, "success").status == 403
    assert api.ask("GET", f"{MADE}/commits/{made}/statuses", theirs).json == []


def test_the_newest_word_of_each_context_makes_the_whole(api, made, token):
    def combined():
        return api.ask("GET", f"{MADE}/commits/heads%2Fmain/status", token).json

    assert (combined()["state"], combined()["total_count"]) == ("pending", 0)
    report(api, token, made, "failure", "build")
    report(api, token, made, "success", "lint")
    assert combined()["state"] == "failure"
    report(api, token, made, "success", "BUILD")
    told = combined()
    assert (told["state"], told["total_count"]) == ("success", 2)
    assert [one["context"] for one in told["statuses"]] == ["lint", "BUILD"]
    assert told["sha"] == made
    assert told["repository"]["full_name"] == "octavia/made"
    report(api, token, made, "pending", "deploy")
    assert combined()["state"] == "pending"
    report(api, token, made, "error", "deploy")
    assert combined()["state"] == "failure"
    listed = api.ask("GET", f"{MADE}/commits/{made}/statuses", token).json
    assert [one["context"] for one in listed] == ["deploy", "deploy", "BUILD", "lint", "build"]


@pytest.mark.parametrize(
    "body",
    [
        {"state": "done"},
        {},
        {"state": "success", "target_url": "javascript:alert(1)"},
        {"state": "success", "target_url": "https://"},
        {"state": "success", "description": "x" * 141},
        {"state": "success", "context": "x" * 256},
        {"state": "success", "context": "a\nb"},
        {"state": "success", "description": "a\0b"},
    ],
)
def test_what_cannot_be_kept_is_refused(api, made, token, body):
    assert api.ask("POST", f"{MADE}/statuses/{made}", token, body=body).status == 422


@pytest.mark.parametrize("sha", ["0" * 40, "f" * 7, "no-such-branch", "..%2F..", "%00"])
def test_a_commit_that_is_not_there_gets_no_status(api, made, token, sha):
    answer = api.ask("POST", f"{MADE}/statuses/{sha}", token, body={"state": "success"})
    assert answer.status == 422
    assert answer.message.startswith("No commit found for SHA")


def test_a_read_only_repository_takes_no_status(api, made, token):
    assert api.ask("PATCH", MADE, token, body={"archived": True}).status == 200
    assert report(api, token, made, "success").status == 403


def test_one_context_reports_a_thousand_times_about_a_commit(api, world, made, token):
    assert report(api, token, made, "success", "busy").status == 201

    def many(work):
        from watchword.statuses.model import State
        from watchword.statuses.ports import NewStatus

        new = NewStatus(made, State.SUCCESS, "busy", None, None, None)
        number = work.repositories.find("octavia", "made", None).id
        for _ in range(999):
            work.statuses.add(number, new, work.now)

    world.write(many)
    answer = report(api, token, made, "success", "busy")
    assert answer.status == 422
    assert "maximum number of statuses" in answer.message
    assert report(api, token, made, "success", "another").status == 201
