"""What the API says of requests that it cannot read, and how each refusal is told."""

import inspect
import json

import pytest

from watchword.kernel import errors
from watchword.surfaces.rest.errors import TOLD

CREATE = ("POST", "/user/repos")


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


def refusals():
    return [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.Refused) and kind is not errors.Refused
    ]


def test_each_refusal_of_the_domain_has_a_row():
    assert len(refusals()) > 10
    assert [kind.__name__ for kind in refusals() if kind not in TOLD] == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="broken off"),
        pytest.param(b'{"name": "a"} trailing', id="something after it"),
        pytest.param(b"name=a", id="a form"),
        pytest.param(b"[1,", id="a broken list"),
        pytest.param(b'{"name": "\xff"}', id="no UTF-8"),
        pytest.param(b'{"x":' + b"[" * 50_000, id="a well"),
        pytest.param(b"\x00", id="no text at all"),
    ],
)
def test_what_is_no_json_is_said_to_be_none(api, token, body):
    refused = api.ask(*CREATE, token, body=body)
    assert (refused.status, refused.message) == (400, "Problems parsing JSON")


@pytest.mark.parametrize("text", ["\\ud800", "\\u0000", "a\\nb", "\\u202e"])
@pytest.mark.parametrize("field", ["name", "description", "homepage", "default_branch"])
def test_a_text_that_no_line_can_hold_is_refused(api, world, octavia, token, field, text):
    world.repository(octavia, "things")
    body = f'{{"{field}": "{text}"}}'.encode()
    answer = api.ask("PATCH", "/repos/octavia/things", token, body=body)
    assert answer.status in {400, 422}


@pytest.mark.parametrize("body", [b"[]", b'"name"', b"5", b"null", b"true"])
def test_what_is_no_object_is_said_to_be_none(api, token, body):
    refused = api.ask(*CREATE, token, body=body)
    assert (refused.status, refused.message) == (400, "Body should be a JSON object")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(
            {}, 'Invalid request.\n\n"name" wasn\'t supplied.', id="a field that must be there"
        ),
        pytest.param(
            {"name": 5},
            "Invalid request.\n\nFor 'properties/name', 5 is not a string.",
            id="a number for a text",
        ),
        pytest.param(
            {"name": None},
            "Invalid request.\n\nFor 'properties/name', null is not a string.",
            id="nothing for a text",
        ),
        pytest.param(
            {"name": "a", "private": "yes"},
            "Invalid request.\n\nFor 'properties/private', \"yes\" is not a boolean or null.",
            id="a text for a switch",
        ),
        pytest.param(
            {"name": "a", "visibility": "secret"},
            "Invalid request.\n\nFor 'properties/visibility', \"secret\" is not a possible value.",
            id="none of the possible ones",
        ),
        pytest.param(
            {"name": ["a"] * 90},
            "Invalid request.\n\nFor 'properties/name', "
            '["a","a","a","a","a","a","a","a","a","a","a","a","a","a","a"… is not a string.',
            id="a long one is cut",
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(api, token, body, message):
    refused = api.ask(*CREATE, token, body=body)
    assert (refused.status, refused.message) == (422, message)
    assert "errors" not in refused.json


def test_an_empty_body_is_an_empty_object(api, world, octavia, token):
    world.repository(octavia, "things")
    assert api.ask("PATCH", "/repos/octavia/things", token).status == 200
    assert api.ask("PATCH", "/repos/octavia/things", token, body=b"").status == 200


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "application/x-www-form-urlencoded", "text/plain"]
)
def test_the_content_type_does_not_matter(api, token, kind):
    answer = api.ask(*CREATE, token, body={"name": "new"}, headers=[("content-type", kind)])
    assert answer.status == 201


def test_a_body_may_come_in_pieces(api, token):
    raw = json.dumps({"name": "new", "description": "x" * 300}).encode()
    pieces = [raw[at : at + 7] for at in range(0, len(raw), 7)]
    assert api.ask(*CREATE, token, chunks=pieces).status == 201


def test_a_body_that_is_too_large_is_refused(api, token):
    large = b'{"name": "' + b"x" * 1_048_576 + b'"}'
    assert api.ask(*CREATE, token, body=large).status == 413
    assert api.ask(*CREATE, token, chunks=[large[:600_000], large[600_000:]]).status == 413


def test_a_packed_body_is_refused(api, token):
    packed = [("content-encoding", "gzip")]
    assert api.ask(*CREATE, token, body=b"\x1f\x8b", headers=packed).status == 415


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        pytest.param("*/*", 200, id="anything"),
        pytest.param("application/json", 200, id="JSON"),
        pytest.param("application/vnd.github.v3+json", 200, id="GitHub's"),
        pytest.param("application/vnd.github.nebula-preview", 200, id="a preview, as gh sends it"),
        pytest.param("text/html,application/xhtml+xml,*/*;q=0.8", 200, id="a browser"),
        pytest.param("", 200, id="nothing said"),
        pytest.param("text/html", 415, id="pages only"),
        pytest.param("image/png", 415, id="pictures only"),
    ],
)
def test_who_takes_no_json_is_told_that_there_is_nothing_else(api, token, accept, status):
    assert api.ask("GET", "/user", token, headers=[("accept", accept)]).status == status
    assert api.ask("GET", "/docs", token, headers=[("accept", accept)]).status == 200


def test_who_may_not_do_it_learns_nothing_of_the_form(api, world, octavia):
    world.repository(octavia, "things")
    _, weak = world.token(world.user("bob"), "repo")
    for body in (b"{", b"[]", {"private": "no"}):
        assert api.ask("PATCH", "/repos/octavia/things", weak, body=body).status == 403
        assert api.ask("PATCH", "/repos/octavia/things", body=body).status == 401


def test_a_query_with_too_many_fields_is_refused(api, token):
    query = "&".join(f"a{number}=1" for number in range(100))
    assert api.ask("GET", f"/user/repos?{query}", token).status == 400


def test_a_busy_database_is_said_to_be_busy(api, world, token, monkeypatch):
    async def busy(_fn, _origin):
        raise errors.Busy(retry_after=7)

    monkeypatch.setattr(world.database, "write", busy)
    refused = api.ask(*CREATE, token, body={"name": "new"})
    assert (refused.status, refused.header("retry-after")) == (429, "7")
