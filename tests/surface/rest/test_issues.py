"""What clients are told of issues, pull requests and labels, which this server does not have."""

import pytest

from watchword.repositories.model import Visibility

OFF = "Issues are disabled for this repo"


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


@pytest.mark.parametrize(
    ("method", "tail"),
    [
        ("GET", ""),
        ("POST", ""),
        ("GET", "/1"),
        ("GET", "/1/comments"),
        ("GET", "/comments"),
        ("PATCH", "/1"),
        ("PUT", "/1/lock"),
        ("DELETE", "/1/lock"),
    ],
)
def test_issues_are_off_for_those_who_see_the_repository(api, world, octavia, token, method, tail):
    own = world.repository(octavia, "own", Visibility.PRIVATE)
    body = {"title": "It broke"} if method != "GET" else None
    path = f"/repos/octavia/own/issues{tail}"
    told = api.ask(method, path, token, body=body)
    assert (told.status, told.json["message"], told.json["status"]) == (410, OFF, "410")
    assert api.ask(method, f"/repositories/{own.id}/issues{tail}", token, body=body).status == 410
    stranger = world.token(world.user("lucius"), "repo")[1]
    for hidden in (stranger, world.token(octavia, "public_repo")[1]):
        assert api.ask(method, path, hidden, body=body).status == 404
    assert api.ask("GET", path).status == 404


@pytest.mark.parametrize("tail", ["/pulls", "/pulls?state=all&per_page=5", "/labels"])
def test_there_are_no_pull_requests_and_no_labels(api, world, octavia, token, tail):
    world.repository(octavia, "own", Visibility.PRIVATE)
    world.repository(octavia, "open")
    told = api.ask("GET", f"/repos/octavia/own{tail}", token)
    assert (told.status, told.json) == (200, [])
    assert api.ask("GET", f"/repos/octavia/open{tail}").json == []
    assert api.ask("GET", f"/repos/octavia/own{tail}").status == 404
    assert api.ask("GET", f"/repos/octavia/none{tail}", token).status == 404


def test_a_pull_request_of_a_state_that_is_none_is_refused(api, world, octavia, token):
    world.repository(octavia, "own")
    assert api.ask("GET", "/repos/octavia/own/pulls?state=lost", token).status == 422
