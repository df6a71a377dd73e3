"""Which surface answers a path."""

import asyncio

import pytest

from watchword.surfaces.http_kit.host import Host


def asked(path):
    """The name of the surface that was asked."""
    found = []

    def surface(name):
        async def application(_scope, _receive, _send):
            found.append(name)

        return application

    named = {name: surface(name) for name in ("git", "lfs", "oauth", "api", "pages")}
    host = Host(**named)
    asyncio.run(host({"raw_path": path.encode(), "path": path}, None, None))
    return found[0]


@pytest.mark.parametrize(
    ("path", "surface"),
    [
        ("/octavia/things.git/info/refs", "git"),
        ("/octavia/things/git-upload-pack", "git"),
        ("/octavia/things/git-receive-pack", "git"),
        ("/octavia/info/refs", "git"),
        ("/octavia/things.git/info/lfs/objects/batch", "lfs"),
        ("/octavia/things/info/lfs/locks/1/unlock", "lfs"),
        ("/octavia/things/info/lfs/git-upload-pack", "lfs"),
        ("/api/v3/repos/octavia/things", "api"),
        ("/api/v3/info/refs", "api"),
        ("/login/oauth/access_token", "oauth"),
        ("/login/oauth/revoke", "oauth"),
        ("/login/device/code", "oauth"),
        ("/.well-known/oauth-authorization-server", "oauth"),
        ("/api/v3/applications/0120e057bd645470c1ed/token", "oauth"),
        ("/api/v3/authorizations", "oauth"),
        ("/api/v3/authorizations/1", "api"),
        ("/login/oauth/authorize", "pages"),
        ("/login/device", "pages"),
        ("/octavia/things", "pages"),
        ("/octavia/things/raw/main/info/refs", "pages"),
        ("/octavia/things/blob/main/tests/bare.git/info/refs", "pages"),
        ("/octavia/things/tree/main/git-upload-pack", "pages"),
        ("/octavia/things/blob/main/info/lfs/objects/batch", "pages"),
    ],
)
def test_the_path_alone_tells_who_answers(path, surface):
    assert asked(path) == surface
