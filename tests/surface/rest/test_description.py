"""The API's description of itself."""

import json
from html.parser import HTMLParser

import pytest

from tests.api import ADDRESS, API
from watchword.surfaces.rest.endpoint import PREFIX


@pytest.fixture
def document(api):
    return api.ask("GET", "/openapi.json").json


def references(part):
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "$ref")
        part = part.values()
    if not isinstance(part, str | int | float | None):
        for one in part:
            yield from references(one)


def test_every_row_of_the_api_is_described(api, document):
    described = {
        (method.upper(), path) for path, methods in document["paths"].items() for method in methods
    }
    rows = {
        (row.route.method, row.route.path.replace("{*", "{"))
        for row in api.endpoints
        if row.path.startswith(PREFIX + "/")
    }
    about_itself = {"/openapi.json", "/docs", "/docs.css", "/avatars/u/{user_id}"}
    assert {row for row in rows if row[1] not in about_itself} == described


def test_the_document_is_openapi_at_this_address(document):
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": ADDRESS + API}]
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    numbers = [one["operationId"] for one in operations]
    assert len(set(numbers)) == len(numbers)
    assert all(one["summary"] and one["responses"] for one in operations)


def test_every_reference_leads_somewhere(document):
    found = list(references(document))
    assert len(found) > 10
    for reference in found:
        part = document
        for name in reference.removeprefix("#/").split("/"):
            part = part[name]


def test_every_parameter_of_a_path_is_described(document):
    for path, methods in document["paths"].items():
        wanted = {part.strip("{}") for part in path.split("/") if part.startswith("{")}
        for operation in methods.values():
            told = {one["name"] for one in operation["parameters"] if one.get("in") == "path"}
            assert told == wanted


@pytest.mark.parametrize(
    ("method", "path", "sentence"),
    [
        ("get", "/user", "Takes a token. No scope is needed."),
        (
            "get",
            "/repos/{owner}/{repo}",
            (
                "What is public is open to everybody, also without a token. For what is private "
                "the token needs `repo`; for what is public none is needed."
            ),
        ),
        (
            "patch",
            "/repos/{owner}/{repo}",
            (
                "Takes a token. The owner of the token must have admin rights on it. For what is "
                "private the token needs `repo`; for what is public `public_repo` or `repo` is "
                "enough."
            ),
        ),
        (
            "delete",
            "/repos/{owner}/{repo}",
            (
                "Takes a token. The owner of the token must have admin rights on it. The token "
                "needs `delete_repo`."
            ),
        ),
    ],
)
def test_what_it_takes_is_told_from_the_access_table(document, method, path, sentence):
    assert document["paths"][path][method]["description"] == sentence


def test_what_is_answered_is_what_is_described(api, world, octavia, document):
    """Each field of an answer is in its schema, and each that is required is in the answer."""
    world.repository(octavia, "things")
    _, token = world.token(octavia, "user", "repo")
    for path, described in (
        ("/", "/"),
        ("/meta", "/meta"),
        ("/user", "/user"),
        ("/users/octavia", "/users/{username}"),
        ("/rate_limit", "/rate_limit"),
        ("/repos/octavia/things", "/repos/{owner}/{repo}"),
    ):
        responses = document["paths"][described]["get"]["responses"]
        reference = responses["200"]["content"]["application/json"]["schema"]["$ref"]
        schema = document["components"]["schemas"][reference.rpartition("/")[2]]
        told = api.ask("GET", path, token).json
        assert set(schema["required"]) <= told.keys() <= schema["properties"].keys()


class Seen(HTMLParser):
    """What would run or load."""

    def __init__(self):
        super().__init__()
        self.tags, self.loads, self.styled, self.links = set(), [], False, []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.add(tag)
        self.styled = self.styled or "style" in given
        self.styled = self.styled or any(name.startswith("on") for name in given)
        if tag == "link":
            self.loads.append(given["href"])
        if tag == "a" and given["href"].startswith("#"):
            self.links.append(given["href"][1:])


def test_the_page_runs_nothing_and_loads_its_own_sheet_only(api):
    page = api.ask("GET", "/docs", headers=[("accept", "text/html")])
    assert page.header("content-type") == "text/html; charset=utf-8"
    policy = page.header("content-security-policy")
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "unsafe" not in policy
    seen = Seen()
    seen.feed(page.body.decode())
    assert not seen.tags & {"script", "style", "iframe", "object"}
    assert not seen.styled
    assert seen.loads == [f"{ADDRESS}{API}/docs.css"]
    sheet = api.ask("GET", "/docs.css")
    assert sheet.header("content-type") == "text/css; charset=utf-8"
    assert b"@import" not in sheet.body
    assert b"url(" not in sheet.body


def test_the_page_tells_of_every_operation(api, document):
    page = api.ask("GET", "/docs").body.decode()
    seen = Seen()
    seen.feed(page)
    for methods in document["paths"].values():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
            assert operation["operationId"] in seen.links


def test_the_description_holds_no_secret_of_the_site(api, world, octavia):
    _, token = world.token(octavia, "repo")
    for path in ("/openapi.json", "/docs"):
        assert token.text.encode() not in api.ask("GET", path, token).body
    json.loads(api.ask("GET", "/openapi.json", token).body)
