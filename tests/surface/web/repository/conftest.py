"""Repositories with something in them, and pages around them."""

import asyncio
from pathlib import Path

import pytest

from tests.api import HOST
from tests.pages import Browser, Disk, application
from watchword.repositories.model import Visibility

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.fixture
def disk(world, tmp_path):
    made = Disk(world, tmp_path)
    yield made
    made.shelf.close()


@pytest.fixture
def site(world, disk):
    return application(world, disk=disk)


@pytest.fixture
def balthasar(world):
    return world.user("balthasar")


@pytest.fixture
def aqueduct(world, disk, octavia):
    """Octavia's public repository: two commits on main, another branch, two tags."""
    made = world.repository(octavia, "aqueduct")
    history = disk.history(made)
    files = {
        "README.md": "# Aqueduct\n\nSee [the plan](docs/plan.md).\n",
        "docs": {"plan.md": "# Plan\n", "notes": "just notes\n"},
        "src": {"flow.py": "GRAVITY = 9.81\n"},
        "mark.png": PNG,
    }
    first = history.commit(files, "Begin\n\nAt the spring.\n")
    files["src"] = {"flow.py": "GRAVITY = 9.80665\n"}
    second = history.commit(files, "Use the standard gravity", first)
    history.git("update-ref", "refs/heads/feature/arches", first)
    history.tag("v1", first)
    history.tag("v2", second, "The second release")
    return made


@pytest.fixture
def history(disk, aqueduct):
    """The folder of the aqueduct."""
    found = disk.history(aqueduct)
    found.second = found.git("rev-parse", "main")
    found.first = found.git("rev-parse", "v1")
    return found


@pytest.fixture
def vault(world, disk, octavia):
    """Octavia's private repository with one commit."""
    made = world.repository(octavia, "vault", Visibility.PRIVATE)
    disk.history(made).commit({"README.md": "# Vault\n", "secret.txt": "gold\n"}, "Lock it")
    return made


@pytest.fixture
def stranger(site, balthasar):
    """The browser of somebody else who is signed in."""
    browser = Browser(site)
    browser.sign_in(balthasar)
    return browser


@pytest.fixture
def visitor(site):
    """The browser of nobody in particular."""
    return Browser(site)


@pytest.fixture
def ask(site):
    """Ask for something as a script does: gives the status, the headers and the body."""
    import httpx

    from tests.pages import ADDRESS

    def get(path, *, method="GET", **headers):
        async def once():
            transport = httpx.ASGITransport(site, client=("127.0.0.1", 1234))
            async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
                said = {name.replace("_", "-"): value for name, value in headers.items()}
                return await client.request(method, path, headers=said)

        return asyncio.run(once())

    return get


@pytest.fixture
def fetch(world, disk):
    """Ask for a path with the token of somebody, or of nobody; gives status, headers and body."""
    site = application(world, disk=disk)

    def fetch(path, token=None, method="GET"):
        told = []
        said = [(b"host", HOST.encode())]
        if token is not None:
            said.append((b"authorization", b"token " + token.text.encode()))
        scope = {"type": "http", "method": method, "scheme": "https", "path": path}
        scope |= {"raw_path": path.encode(), "query_string": b"", "headers": said}
        scope |= {"client": ("192.0.2.1", 4000), "server": (HOST, 443), "http_version": "1.1"}

        waiting = [{"type": "http.request", "body": b""}]

        async def receive():
            if not waiting:
                # Who asked stays until there is an answer.
                await asyncio.Event().wait()
            return waiting.pop()

        async def send(message):
            told.append(message)

        asyncio.run(site(scope, receive, send))
        body = b"".join(_bytes_of(one) for one in told[1:])
        return told[0]["status"], dict(told[0]["headers"]), body

    return fetch


def _bytes_of(message):
    if message["type"] == "http.response.pathsend":
        return Path(message["path"]).read_bytes()
    return message["body"]
