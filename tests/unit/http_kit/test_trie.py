"""Finding routes on the raw path."""

import pytest

from watchword.surfaces.http_kit.trie import Trie

ROUTES = Trie(
    (method, path, f"{method} {path}")
    for method, path in [
        ("GET", "/api/v3/"),
        ("GET", "/api/v3/user"),
        ("GET", "/api/v3/users/{user}"),
        ("GET", "/repos/{owner}/{repo}"),
        ("PATCH", "/repos/{owner}/{repo}"),
        ("GET", "/repos/{owner}/fixed"),
        ("GET", "/repos/{owner}/{repo}/refs/{ref}"),
        ("GET", "/{owner}/{repo}/blob/{*path}"),
        ("GET", "/settings/tokens"),
        ("GET", "/{owner}/{repo}"),
    ]
)


@pytest.mark.parametrize(
    ("path", "route", "params"),
    [
        ("/api/v3/", "/api/v3/", {}),
        ("/api/v3/users/al%2Fice", "/api/v3/users/{user}", {"user": "al/ice"}),
        ("/repos/a/fixed", "/repos/{owner}/fixed", {"owner": "a"}),
        ("/repos/a/b", "/repos/{owner}/{repo}", {"owner": "a", "repo": "b"}),
        (
            "/repos/a/b/refs/heads%2Fmain",
            "/repos/{owner}/{repo}/refs/{ref}",
            {"owner": "a", "repo": "b", "ref": "heads/main"},
        ),
        ("/settings/tokens", "/settings/tokens", {}),
        ("/settings/other", "/{owner}/{repo}", {"owner": "settings", "repo": "other"}),
        (
            "/a/b/blob/main/x/y%20z",
            "/{owner}/{repo}/blob/{*path}",
            {"owner": "a", "repo": "b", "path": "main/x/y z"},
        ),
        (
            "/a/b/blob/main/caf%E9",
            "/{owner}/{repo}/blob/{*path}",
            {"owner": "a", "repo": "b", "path": "main/caf\udce9"},
        ),
    ],
)
def test_finds(path, route, params):
    found = ROUTES.find("GET", path)
    assert (found.route, found.params) == (f"GET {route}", params)


@pytest.mark.parametrize(
    "path", ["/api", "/api/v3/user/", "/repos/a/", "/repos//b", "/", "", "/a/b/c"]
)
def test_does_not_find(path):
    assert ROUTES.find("GET", path) is None


def test_head_goes_wherever_get_does():
    assert ROUTES.find("HEAD", "/api/v3/user").route == "GET /api/v3/user"
    assert ROUTES.find("HEAD", "/nowhere") is None


def test_knows_the_methods_of_a_path():
    assert ROUTES.methods("/repos/a/b") == {"GET", "HEAD", "PATCH"}
    assert ROUTES.methods("/nowhere") == frozenset()


def test_the_same_route_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        Trie([("GET", "/a/{x}", 1), ("GET", "/a/{y}", 2)])
