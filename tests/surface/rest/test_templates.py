"""Repositories that begin as a template."""

import pytest

from tests.histories import History, history_of

GENERATE = "/repos/octavia/form/generate"


@pytest.fixture
def history(api, world, octavia):
    made = world.repository(octavia, "form")
    found = History(api.layout.root, made.key)
    first = found.commit({"a.txt": "old"})
    found.commit({"a.txt": "new", "folder": {"b.txt": "b"}}, "Second", first)
    found.git("update-ref", "refs/heads/other", first)
    return found


@pytest.fixture
def template(api, world, octavia, history):
    hers = world.token(octavia, "public_repo")[1]
    answer = api.ask("PATCH", "/repos/octavia/form", hers, body={"is_template": True})
    assert (answer.status, answer.json["is_template"]) == (200, True)
    return answer.json


@pytest.fixture
def bert(world):
    return world.user("bert")


@pytest.fixture
def token(world, bert):
    return world.token(bert, "repo")[1]


def test_it_begins_with_the_files_and_without_the_history(api, world, template, history, token):
    wanted = {"name": "mine", "description": "What it is", "private": True}
    answer = api.ask("POST", GENERATE, token, body=wanted)
    assert answer.status == 201, answer.body
    made = answer.json
    assert (made["full_name"], made["private"], made["fork"]) == ("bert/mine", True, False)
    assert made["template_repository"]["full_name"] == "octavia/form"
    copy = history_of(api, world, made["id"])
    assert copy.git("rev-list", "--count", "--all") == "1"
    assert copy.git("rev-parse", "main^{tree}") == history.git("rev-parse", "main^{tree}")
    assert copy.git("log", "-1", "--format=%s", "main") == "Initial commit"
    copy.git("fsck", "--strict", "--full")
    assert not (copy.path / "objects/info/alternates").exists()


def test_all_branches_come_where_they_are_wanted(api, world, template, token):
    wanted = {"name": "mine", "include_all_branches": True}
    made = api.ask("POST", GENERATE, token, body=wanted).json
    names = history_of(api, world, made["id"]).git("for-each-ref", "--format=%(refname)")
    assert names.splitlines() == ["refs/heads/main", "refs/heads/other"]


def test_what_is_no_template_is_refused(api, world, history, token):
    answer = api.ask("POST", GENERATE, token, body={"name": "mine"})
    assert answer.status == 422
    assert api.ask("GET", "/repos/bert/mine", token).status == 404


def test_making_one_takes_the_scope_for_what_is_made(api, world, template, bert):
    public = world.token(bert, "public_repo")[1]
    hidden = api.ask("POST", GENERATE, public, body={"name": "mine", "private": True})
    assert hidden.status in {403, 404}
    assert api.ask("POST", GENERATE, world.token(bert)[1], body={"name": "mine"}).status == 403
    assert api.ask("POST", GENERATE, body={"name": "mine"}).status == 401
    assert api.ask("POST", GENERATE, public, body={"name": "mine"}).status == 201
    again = api.ask("POST", GENERATE, public, body={"name": "mine"})
    assert again.status == 422


def test_nobody_makes_one_for_somebody_else(api, template, token):
    answer = api.ask("POST", GENERATE, token, body={"name": "mine", "owner": "octavia"})
    assert answer.status in {403, 404}


def test_only_who_runs_a_repository_makes_it_a_template(api, world, history, token):
    assert api.ask("PATCH", "/repos/octavia/form", token, body={"is_template": True}).status == 403
    assert api.ask("GET", "/repos/octavia/form").json["is_template"] is False
