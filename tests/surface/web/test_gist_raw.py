"""Raw files of gists are bytes of somebody else: never a document of this host (attack 61)."""

import asyncio

import httpx
import pytest

from tests.histories import History
from tests.pages import ADDRESS, Disk, application


@pytest.fixture
def disk(world, tmp_path):
    made = Disk(world, tmp_path)
    yield made
    made.shelf.close()


@pytest.fixture
def ask(world, disk):
    site = application(world, disk=disk)

    def get(path, **headers):
        async def once():
            transport = httpx.ASGITransport(site, client=("127.0.0.1", 1234))
            async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
                return await client.get(path, headers=headers)

        return asyncio.run(once())

    return get


@pytest.fixture
def gist(world, octavia):
    return world.gist(octavia, listed=False)


@pytest.fixture
def history(disk, gist):
    return History(disk.layout.root, gist.key)


@pytest.mark.parametrize(
    ("name", "data", "kind", "download"),
    [
        ("a.html", b"<script>alert(1)</script>", "text/plain; charset=utf-8", False),
        ("a.svg", b"<svg onload='alert(1)'/>", "text/plain; charset=utf-8", False),
        ("a.swf", b"FWS\x09\0\0", "application/octet-stream", True),
    ],
)
def test_what_a_file_is_told_to_be(ask, gist, history, name, data, kind, download):
    commit = history.commit({name: data})
    blob = history.git("rev-parse", f"main:{name}")
    place = f"/gist/octavia/{gist.id}/raw"
    for address in (f"{place}/{name}", f"{place}/{blob}/{name}", f"{place}/{commit}/{name}"):
        answer = ask(address)
        assert (answer.status_code, answer.content) == (200, data)
        assert answer.headers["content-type"] == kind
        assert ("content-disposition" in answer.headers) is download
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_old_version_stays_at_its_address(ask, gist, history):
    first = history.commit({"a": "old"})
    history.commit({"a": "new"}, "x", first)
    place = f"/gist/octavia/{gist.id}/raw"
    assert ask(f"{place}/a").text == "new"
    assert ask(f"{place}/{first}/a").text == "old"


@pytest.mark.parametrize("rest", ["b", "0" * 40 + "/a", "main/a", "../a", "", "HEAD/a", "a/b"])
def test_what_is_not_there_is_not_found(ask, gist, history, rest):
    history.commit({"a": "x"})
    assert ask(f"/gist/octavia/{gist.id}/raw/{rest}").status_code == 404


def test_the_owner_in_the_address_is_that_of_the_gist(ask, gist, history, world):
    world.user("bert")
    history.commit({"a": "x"})
    assert ask(f"/gist/bert/{gist.id}/raw/a").status_code == 404
    assert ask(f"/gist/octavia/{'0' * 32}/raw/a").status_code == 404
    assert ask(f"/gist/octavia/{gist.id}/raw/a", authorization="token x").status_code == 401
