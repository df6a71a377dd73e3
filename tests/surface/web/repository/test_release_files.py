"""Files of releases by the name of their tag, as browsers and scripts fetch them."""

import asyncio

import pytest

from watchword.access.gate import require
from watchword.access.table import releases as table
from watchword.releases import assets, service
from watchword.surfaces.http_kit.pacer import Pacer

TOOL = b"<script>alert(1)</script>"


@pytest.fixture
def release(world, disk):
    """Make a release of a repository with a file."""

    async def blocks():
        yield TOOL

    def release(repository, tag, *, draft=False):
        key = f"{repository.id:016x}{len(tag):016x}"
        written = asyncio.run(disk.objects.put(key, blocks()))

        def unit(work):
            found = work.repositories.by_id(repository.id, None)
            wanted = service.Wanted(tag, "main", draft=draft)
            made = service.create(work, require(world.operator, table.CREATE, found), wanted)
            sent = (key, "tool.html", None, "text/html", written.size, written.sha256)
            upload = require(world.operator, table.UPLOAD, made)
            return assets.add(work, upload, assets.Sent(*sent))

        return world.write(unit)

    return release


def test_a_file_leaves_to_be_kept_and_is_no_page(fetch, release, aqueduct, world):
    made = release(aqueduct, "v1/first")
    for path in ("download/v1/first/tool.html", "latest/download/tool.html"):
        status, headers, body = fetch(f"/octavia/aqueduct/releases/{path}")
        assert (status, body) == (200, TOOL)
        assert headers[b"content-disposition"] == b"attachment; filename*=UTF-8''tool.html"
        assert headers[b"content-security-policy"] == b"default-src 'none'; sandbox"
        assert headers[b"x-content-type-options"] == b"nosniff"
    found = world.read(lambda work: work.releases.asset(aqueduct, made.id))
    assert found.downloads == 2


def test_a_file_waits_for_its_turn_among_all_large_ones(fetch, release, aqueduct, monkeypatch):
    release(aqueduct, "v1")
    asked = []

    async def turn(_self, size):
        asked.append(size)

    monkeypatch.setattr(Pacer, "turn", turn)
    assert fetch("/octavia/aqueduct/releases/download/v1/tool.html")[0] == 200
    assert asked == [len(TOOL)]


@pytest.mark.parametrize(
    "path",
    [
        "aqueduct/releases/download/v1/none",
        "aqueduct/releases/download/v2/tool.html",
        "aqueduct/releases/download/tool.html",
        "aqueduct/releases/download/v1/%00",
        "aqueduct/releases/download/v1%00/tool.html",
        "none/releases/download/v1/tool.html",
        "vault/releases/latest/download/tool.html",
    ],
)
def test_what_is_not_there_is_missing(fetch, release, aqueduct, vault, path):
    release(aqueduct, "v1")
    assert fetch(f"/octavia/{path}")[0] == 404


def test_files_of_drafts_are_found_by_nobody(fetch, release, world, octavia, aqueduct):
    release(aqueduct, "v1", draft=True)
    own = world.token(octavia, "repo")[1]
    for path in ("download/v1/tool.html", "latest/download/tool.html"):
        assert fetch(f"/octavia/aqueduct/releases/{path}", own)[0] == 404


def test_private_ones_take_a_token_with_the_scope(fetch, release, world, octavia, vault):
    release(vault, "v1")
    path = "/octavia/vault/releases/download/v1/tool.html"
    assert fetch(path, world.token(octavia, "repo")[1])[0] == 200
    stranger = world.token(world.user("lucius"), "repo")[1]
    for hidden in (None, stranger, world.token(octavia, "public_repo")[1]):
        assert fetch(path, hidden)[0] == 404
