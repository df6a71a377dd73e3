"""The front of the API: what clients ask to find out what they talk to."""

import pytest

from tests.api import ADDRESS, API


def test_the_root_opens_with_a_live_credential_only(api, world, octavia):
    _, token = world.token(octavia)
    assert api.ask("GET", "/", token).status == 200
    for header in ((), [("authorization", "")]):
        refused = api.ask("GET", "/", headers=header)
        assert (refused.status, refused.message) == (401, "Requires authentication")
    for given in ("", "nonsense", "ghp_" + "0" * 36):
        refused = api.ask("GET", "/", given)
        assert (refused.status, refused.message) == (401, "Bad credentials")


def test_the_root_is_there_without_its_slash_as_well(api, world, octavia):
    _, token = world.token(octavia)
    assert api.ask("GET", "/api/v3", token).json == api.ask("GET", "/api/v3/", token).json


def test_the_root_names_absolute_addresses(api, world, octavia):
    _, token = world.token(octavia)
    assert api.ask("GET", "/", token).json["current_user_url"] == f"{ADDRESS}{API}/user"


def test_meta_tells_the_release_and_that_passwords_open_nothing(api):
    assert api.ask("GET", "/meta").json == {
        "verifiable_password_authentication": False,
        "ssh_key_fingerprints": {},
        "ssh_keys": [],
        "installed_version": "3.17.0",
    }


def test_versions_are_listed_with_the_oldest_first(api):
    assert api.ask("GET", "/versions").json == ["2022-11-28", "2026-03-10"]


def test_zen_is_a_text(api):
    answer = api.ask("GET", "/zen", headers=[("accept", "text/plain")])
    assert answer.status == 200
    assert answer.header("content-type") == "text/plain; charset=utf-8"
    assert answer.body.decode().endswith(".")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        pytest.param("GET", "/nothing", id="no such path"),
        pytest.param("GET", "/api", id="above the version"),
        pytest.param("GET", "/api/v4/user", id="another version of the prefix"),
        pytest.param("GET", "/user/", id="a slash too many"),
        pytest.param("GET", "//user", id="a slash too many inside"),
        pytest.param("POST", "/user", id="a method that the path does not know"),
        pytest.param("BREW", "/user", id="a method that nobody knows"),
        pytest.param("GET", "/repos/octavia%2Fthings", id="an escaped slash separates nothing"),
        pytest.param("GET", "/repositories/one", id="a number that is none"),
        pytest.param("GET", "/repositories/99999999999999999999", id="a number too large"),
    ],
)
def test_what_is_not_there_is_not_found(api, world, octavia, method, path):
    _, token = world.token(octavia, "repo")
    world.repository(octavia, "things")
    for credential in (token, None):
        answer = api.ask(method, path, credential)
        assert (answer.status, answer.message) == (404, "Not Found")
        assert answer.json["status"] == "404"


@pytest.mark.parametrize("path", ["/", "/meta", "/zen", "/user", "/users/octavia", "/docs"])
def test_head_is_get_without_its_body(api, world, octavia, path):
    _, token = world.token(octavia)
    whole, head = api.ask("GET", path, token), api.ask("HEAD", path, token)
    assert head.body == b""
    assert head.status == whole.status == 200
    changing = {"x-github-request-id", "x-ratelimit-remaining", "x-ratelimit-used"}
    if path == "/zen":
        changing |= {"etag", "content-length"}
    kept = [pair for pair in whole.headers if pair[0] not in changing]
    assert kept == [pair for pair in head.headers if pair[0] not in changing]


def test_browsers_of_other_sites_may_call(api):
    asked = api.ask("OPTIONS", "/user", headers=[("origin", "https://elsewhere.example")])
    assert (asked.status, asked.body) == (204, b"")
    assert asked.header("access-control-allow-origin") == "*"
    assert "Authorization" in asked.header("access-control-allow-headers")
    assert "PATCH" in asked.header("access-control-allow-methods")
    assert asked.header("access-control-allow-credentials") is None


def test_whoever_does_not_say_what_asks_is_refused(api, world, octavia):
    _, token = world.token(octavia)
    refused = api.ask("GET", "/user", token, agent=None)
    assert refused.status == 403
    assert refused.header("content-type") == "text/html"
    assert b"User-Agent" in refused.body


def test_an_account_has_a_picture_of_its_own(api, world, octavia):
    other = world.user("bob")
    pictures = set()
    for login in (octavia.login, other.login):
        url = api.ask("GET", f"/users/{login}").json["avatar_url"]
        assert url.startswith(ADDRESS + API)
        shown = api.ask("GET", url.removeprefix(ADDRESS) + "?s=40")
        assert shown.header("content-type") == "image/svg+xml"
        assert shown.header("content-security-policy") == "default-src 'none'"
        pictures.add(shown.body)
    assert len(pictures) == 2
    assert api.ask("GET", "/avatars/u/77").status == 404
