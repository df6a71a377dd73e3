"""The headers of the API's answers, good and bad."""

import pytest

from tests.sign_ins import sign_in
from tests.world import NOON
from watchword.oauth.model import GITHUB_CLI

LISTED_BY_CLIENTS = {
    "ETag",
    "Link",
    "Location",
    "Retry-After",
    "X-GitHub-OTP",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Used",
    "X-RateLimit-Resource",
    "X-RateLimit-Reset",
    "X-OAuth-Scopes",
    "X-Accepted-OAuth-Scopes",
    "X-Poll-Interval",
    "X-GitHub-Media-Type",
    "X-GitHub-SSO",
    "X-GitHub-Request-Id",
    "Deprecation",
    "Sunset",
}
ANY = [
    pytest.param("GET", "/user", 200, id="an object"),
    pytest.param("GET", "/user/repos", 200, id="a list"),
    pytest.param("GET", "/zen", 200, id="a text"),
    pytest.param("GET", "/docs", 200, id="a page"),
    pytest.param("GET", "/repos/octavia/old", 301, id="a redirect"),
    pytest.param("PATCH", "/repos/octavia/old", 307, id="a redirect of another method"),
    pytest.param("POST", "/user/repos", 422, id="a bad request"),
    pytest.param("GET", "/nothing", 404, id="nothing there"),
    pytest.param("DELETE", "/repos/octavia/things", 403, id="not permitted"),
    pytest.param("POST", "/api/graphql", 400, id="an empty document"),
]


@pytest.fixture
def renamed(api, world, octavia):
    """A repository `things` that was called `old`, and a token."""
    world.repository(octavia, "old")
    _, token = world.token(octavia, "repo", "read:org", expires_at=NOON + 86_400)
    assert api.ask("PATCH", "/repos/octavia/old", token, body={"name": "things"}).status == 200
    return token


@pytest.mark.parametrize(("method", "path", "status"), ANY)
def test_every_answer_tells_the_server_the_versions_the_token_and_the_limit(
    api, renamed, method, path, status
):
    answer = api.ask(method, path, renamed, body=None if method == "GET" else {})
    assert answer.status == status
    assert answer.header("x-github-request-id")
    assert answer.header("x-github-enterprise-version") == "3.17.0"
    assert answer.header("x-github-media-type") == "github.v3; format=json"
    assert answer.header("x-github-api-version-selected") == "2022-11-28"
    assert answer.header("x-oauth-scopes") == "read:org, repo"
    assert answer.header("x-accepted-oauth-scopes") is not None
    assert answer.header("github-authentication-token-expiration") == "2027-01-16 08:00:00 UTC"
    assert answer.header("access-control-allow-origin") == "*"
    exposed = answer.header("access-control-expose-headers")
    assert set(exposed.split(", ")) == LISTED_BY_CLIENTS
    assert answer.header("x-content-type-options") == "nosniff"
    assert answer.header("content-security-policy").startswith("default-src 'none'")
    assert answer.header("x-ratelimit-limit") == "5000"
    assert answer.header("x-ratelimit-resource") == "core"
    assert "Authorization" in answer.header("vary")
    assert answer.header("cache-control")
    assert answer.header("www-authenticate") is None
    assert answer.header("set-cookie") is None


@pytest.mark.parametrize(("method", "path", "status"), ANY)
def test_every_refusal_is_json_with_its_status_as_a_text(api, renamed, method, path, status):
    answer = api.ask(method, path, renamed, body=None if method == "GET" else {})
    if status < 300:
        return
    assert answer.header("content-type") == "application/json; charset=utf-8"
    assert answer.json["status"] == str(status)
    assert answer.message
    address = answer.json["documentation_url"]
    assert address.startswith("https://docs.github.com/enterprise-server@3.17/rest")


@pytest.mark.parametrize("given", [None, "", "wrong"])
def test_without_a_live_credential_nothing_is_said_of_scopes(api, given):
    answer = api.ask("GET", "/user", given)
    assert answer.status == 401
    assert answer.header("x-oauth-scopes") is None
    assert answer.header("x-accepted-oauth-scopes") is None
    assert answer.header("github-authentication-token-expiration") is None
    assert answer.header("www-authenticate") is None
    assert answer.header("x-ratelimit-limit") == "1000"
    assert answer.header("x-github-enterprise-version") == "3.17.0"


def test_a_token_without_scopes_says_so_by_an_empty_header(api, world, octavia):
    _, token = world.token(octavia)
    assert api.ask("GET", "/user", token).header("x-oauth-scopes") == ""


def test_a_token_of_an_application_tells_which_one_and_its_scopes(api, world, octavia):
    made = sign_in(world, octavia, GITHUB_CLI, "repo", "read:org")
    answer = api.ask("GET", "/user", made.secret)
    assert answer.status == 200
    assert answer.header("x-oauth-scopes") == "read:org, repo"
    assert answer.header("x-accepted-oauth-scopes") == ""
    assert answer.header("x-oauth-client-id") == GITHUB_CLI
    assert answer.header("github-authentication-token-expiration") is None
    refused = api.ask("GET", "/repos/octavia/nothing", made.secret)
    assert (refused.status, refused.header("x-oauth-client-id")) == (404, GITHUB_CLI)


def test_a_token_of_an_application_that_is_refreshed_tells_its_end(api, world, octavia):
    made = sign_in(world, octavia, GITHUB_CLI, "repo", refreshed_until=NOON + 86_400)
    answer = api.ask("GET", "/user", made.secret)
    # Eight hours; NOON is 2027-01-15 08:00 UTC.
    assert answer.header("github-authentication-token-expiration") == "2027-01-15 16:00:00 UTC"


def test_a_classic_token_is_of_no_application(api, world, octavia):
    _, token = world.token(octavia, "repo")
    assert api.ask("GET", "/user", token).header("x-oauth-client-id") is None


def test_a_token_without_end_tells_none(api, world, octavia):
    _, token = world.token(octavia, "repo")
    answer = api.ask("GET", "/user", token)
    assert answer.header("github-authentication-token-expiration") is None


@pytest.mark.parametrize(
    ("method", "path", "accepted"),
    [
        pytest.param("GET", "/user", "", id="none is needed"),
        pytest.param("GET", "/", "", id="none is needed at the root"),
        pytest.param("GET", "/repos/octavia/things", "repo", id="reading"),
        pytest.param("PATCH", "/repos/octavia/things", "public_repo, repo", id="either of two"),
        pytest.param("DELETE", "/repos/octavia/things", "delete_repo", id="one of its own"),
    ],
)
def test_a_good_answer_tells_by_which_scopes_it_can_be_had(
    api, world, octavia, method, path, accepted
):
    world.repository(octavia, "things")
    _, token = world.token(octavia, "repo", "delete_repo")
    answer = api.ask(method, path, token, body=None if method == "GET" else {})
    assert answer.status in {200, 204}
    assert answer.header("x-accepted-oauth-scopes") == accepted


@pytest.mark.parametrize(
    ("scopes", "method", "path", "status", "accepted"),
    [
        pytest.param(
            ("gist",), "PATCH", "/repos/octavia/things", 403, "repo, public_repo",
            id="the one that opens the most comes first: gh tells people to ask for that",
        ),
        pytest.param(
            ("repo",), "DELETE", "/repos/octavia/things", 403, "delete_repo", id="the missing one"
        ),
        pytest.param(
            ("repo",), "PATCH", "/repos/octavia/none", 404, "public_repo, repo",
            id="it was not for want of a scope, both are carried",
        ),
        pytest.param(
            ("public_repo",), "PATCH", "/repos/octavia/none", 404, "repo, public_repo",
            id="it may be there and private, for all that is told",
        ),
        pytest.param(
            ("public_repo",), "PATCH", "/repos/julia/theirs", 403, "public_repo",
            id="it was for want of a role, and one is carried",
        ),
        pytest.param(
            ("gist",), "PATCH", "/repos/julia/theirs", 403, "",
            id="it was for want of a role, and none is carried",
        ),
        pytest.param(
            ("gist",), "GET", "/repos/octavia/things/issues", 410, "",
            id="it was for want of nothing that a scope could give",
        ),
        pytest.param(("gist",), "GET", "/nothing", 404, "", id="no row, no scope to ask for"),
        pytest.param(("gist",), "GET", "/repos/octavia/hidden", 404, "repo", id="hidden"),
    ],
)  # fmt: skip
def test_a_refusal_never_sends_people_for_a_scope_that_would_not_help(
    api, world, octavia, scopes, method, path, status, accepted
):
    world.repository(octavia, "things")
    world.repository(world.user("julia"), "theirs")
    _, token = world.token(octavia, *scopes)
    answer = api.ask(method, path, token, body=None if method == "GET" else {})
    assert answer.status == status
    assert answer.header("x-accepted-oauth-scopes") == accepted


def test_a_private_repository_that_may_not_be_made_names_the_scope_for_private_ones(
    api, world, octavia
):
    _, token = world.token(octavia, "public_repo")
    answer = api.ask("POST", "/user/repos", token, body={"name": "things", "private": True})
    assert (answer.status, answer.header("x-accepted-oauth-scopes")) == (403, "repo")


@pytest.mark.parametrize("version", ["2022-11-28", "2026-03-10"])
def test_the_version_that_was_asked_for_is_told(api, version):
    answer = api.ask("GET", "/meta", headers=[("x-github-api-version", version)])
    assert answer.header("x-github-api-version-selected") == version


@pytest.mark.parametrize("version", ["2021-01-01", "", "latest", "2026-03-10, 2022-11-28"])
def test_a_version_that_there_is_not_is_a_bad_request(api, world, octavia, version):
    _, token = world.token(octavia)
    answer = api.ask("GET", "/user", token, headers=[("x-github-api-version", version)])
    assert answer.status == 400
    assert "2026-03-10" in answer.message


def test_the_latest_version_leaves_out_what_it_took_away(api, world, octavia):
    world.repository(octavia, "things")
    _, token = world.token(octavia, "repo")
    for path, read in (
        ("/repos/octavia/things", lambda answer: "has_downloads" in answer.json),
        ("/user/repos", lambda answer: "has_downloads" in answer.json[0]),
        ("/rate_limit", lambda answer: "rate" in answer.json),
    ):
        there = {
            version: read(api.ask("GET", path, token, headers=[("x-github-api-version", version)]))
            for version in ("2022-11-28", "2026-03-10")
        }
        assert there == {"2022-11-28": True, "2026-03-10": False}
