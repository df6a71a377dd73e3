"""Attack 9, a token in the query string: it opens nothing, and it is written down nowhere."""

import pytest
import structlog

from watchword.repositories.model import Visibility

NAMES = ["access_token", "private_token", "token", "oauth_token", "authorization", "api_key"]


@pytest.mark.parametrize("name", NAMES)
def test_it_opens_nothing(api, world, name):
    octavia = world.user("octavia")
    world.repository(octavia, "hidden", Visibility.PRIVATE)
    _, token = world.token(octavia, "repo", "user")
    for path, status in (("/user", 401), ("/", 401), ("/repos/octavia/hidden", 404)):
        answer = api.ask("GET", f"{path}?{name}={token.text}")
        assert answer.status == status
        assert answer.header("x-oauth-scopes") is None


@pytest.mark.parametrize("name", NAMES)
def test_it_does_not_help_a_token_in_the_header_either(api, world, name):
    octavia = world.user("octavia")
    _, weak = world.token(octavia)
    _, strong = world.token(octavia, "repo")
    answer = api.ask("GET", f"/user?{name}={strong.text}", weak)
    assert answer.header("x-oauth-scopes") == ""
    assert api.ask("GET", f"/user?{name}={strong.text}", "wrong").status == 401


@pytest.mark.parametrize("header", ["private-token", "x-api-key", "job-token", "x-access-token"])
def test_nor_do_the_headers_of_others(api, world, header):
    _, token = world.token(world.user("octavia"), "repo")
    assert api.ask("GET", "/user", headers=[(header, token.text)]).status == 401


def test_it_is_neither_logged_nor_told_again(api, world, tmp_path):
    octavia = world.user("octavia")
    _, token = world.token(octavia, "repo")
    for number in range(40):
        world.repository(octavia, f"r{number}")
    with structlog.testing.capture_logs() as logs:
        for path in ("/user", "/user/repos", "/users/octavia/repos", "/nothing", "/repos/a/b"):
            for credential in (token, None, "wrong"):
                answer = api.ask("GET", f"{path}?access_token={token.text}", credential)
                assert token.text.encode() not in answer.body
                assert not [value for _, value in answer.headers if token.text in value]
    assert token.text not in repr(logs)
    world.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("watchword.db*"))
    assert token.text.encode() not in kept
