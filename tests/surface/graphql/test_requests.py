"""A request of GraphQL as a request of the API: credentials, limits, headers, bad bodies."""

import json

import pytest

from tests.api import Api
from watchword.surfaces.rest.build import Allowed

VIEWER = {"query": "{ viewer { login } }"}


def test_whoever_asks_is_told_who_that_is(told):
    assert told("{ viewer { login name } }") == {
        "viewer": {"login": "octavia", "name": "Octavia Vigil"}
    }


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param((), id="no header"),
        pytest.param([("authorization", "")], id="an empty header"),
    ],
)
def test_nobody_in_particular_is_asked_to_sign_in(api, octavia, headers):
    answer = api.ask("POST", "/api/graphql", body=VIEWER, headers=headers)
    assert (answer.status, answer.message) == (401, "Requires authentication")


@pytest.mark.parametrize("given", ["", "nonsense", "ghp_" + "0" * 36])
def test_a_dead_credential_is_refused_before_anything_is_read(api, given):
    answer = api.ask("POST", "/api/graphql", given, body=b"not even JSON")
    assert (answer.status, answer.message) == (401, "Bad credentials")


def test_the_answer_has_the_headers_of_the_api(api, token):
    answer = api.ask("POST", "/api/graphql", token, body=VIEWER)
    assert answer.status == 200
    assert answer.header("content-type") == "application/json; charset=utf-8"
    assert answer.header("x-oauth-scopes") == "gist, read:org, repo"
    assert answer.header("x-github-request-id")
    assert answer.header("cache-control") == "no-cache"
    assert answer.header("etag") is None


def test_each_document_counts_once_against_the_limit_of_the_hour(world, tmp_path, token):
    api = Api(world, tmp_path, allowed=Allowed(per_user=2))
    try:
        query = {"query": "{ a: viewer { login } b: viewer { login } }"}
        left = [api.ask("POST", "/api/graphql", token, body=query) for _ in range(3)]
    finally:
        api.close()
    assert [one.status for one in left] == [200, 200, 403]
    assert left[1].header("x-ratelimit-remaining") == "0"
    assert left[2].message.startswith("API rate limit exceeded for user ID")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_there_is_no_other_way_to_ask(api, token, method):
    assert api.ask(method, "/api/graphql?query={viewer{login}}", token).status == 404


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        pytest.param(b"{", 400, "Problems parsing JSON", id="no JSON"),
        pytest.param(b"[]", 400, "Body should be a JSON object", id="a list of documents"),
        pytest.param(b"{}", 400, "A query attribute must be specified", id="no document"),
        pytest.param(b'{"query": ""}', 400, "A query attribute must be specified", id="an empty"),
        pytest.param(b'{"query": null}', 400, "A query attribute must be specified", id="null"),
        pytest.param(b'{"query": 1}', 422, "", id="a number for a document"),
        pytest.param(b'{"query": "{a}", "variables": "x"}', 422, "", id="a text for variables"),
        pytest.param(b" " * 1_048_577, 413, "The request is too large.", id="more than a mebibyte"),
    ],
)
def test_what_is_no_question_is_refused(api, token, body, status, message):
    answer = api.ask("POST", "/api/graphql", token, body=body)
    assert answer.status == status
    assert answer.message.startswith(message)


def test_a_body_may_come_in_pieces(api, token):
    raw = json.dumps(VIEWER).encode()
    answer = api.ask("POST", "/api/graphql", token, chunks=[raw[:7], raw[7:]])
    assert answer.json == {"data": {"viewer": {"login": "octavia"}}}


def test_variables_may_be_null_and_may_hold_what_nobody_declared(told):
    assert told("{ viewer { login } }", {"undeclared": [1, {}]})
    assert told(query="{ viewer { login } }", variables=None)


def test_one_of_several_operations_is_run_by_its_name(told, refused):
    two = "query A { viewer { login } } query B { viewer { id } }"
    assert list(told(two, operationName="A")["viewer"]) == ["login"]
    assert refused(two)["message"] == "An operation name is required"
    assert refused(two, operationName="C")["message"] == 'No operation named "C"'


def test_what_cannot_be_read_says_where(ask):
    answer = ask("{ viewer { login }")
    assert "data" not in answer
    (error,) = answer["errors"]
    assert error["message"].startswith("Syntax Error")
    assert error["locations"] == [{"line": 1, "column": 19}]


def test_what_is_not_in_the_schema_is_named(ask):
    answer = ask("{ viewer { shoeSize } }")
    assert "data" not in answer
    (error,) = answer["errors"]
    assert "Cannot query field 'shoeSize' on type 'User'." in error["message"]
    assert error["locations"] == [{"line": 1, "column": 12}]


def test_a_variable_of_a_wrong_type_is_named(ask):
    query = "query($first: Int!) { viewer { repositories(first: $first) { totalCount } } }"
    for variables in ({}, {"first": "ten"}, {"first": None}):
        answer = ask(query, variables)
        assert "$first" in answer["errors"][0]["message"]
        assert answer.get("data") is None


def test_subscriptions_are_refused(ask):
    assert ask("subscription { viewer { login } }")["errors"]


def test_a_fault_of_ours_is_no_entry_among_errors(api, token, monkeypatch):
    def broken(*_anything):
        raise ZeroDivisionError

    assert api.ask("POST", "/api/graphql", token, body=VIEWER).status == 200
    monkeypatch.setattr("watchword.surfaces.graphql.query.user_of", broken)
    answer = api.ask("POST", "/api/graphql", token, body=VIEWER)
    assert answer.status == 500
    assert b"ZeroDivision" not in answer.body
