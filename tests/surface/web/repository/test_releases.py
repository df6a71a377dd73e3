"""Pages of releases, and what they hide."""

import pytest

from watchword.access.gate import require
from watchword.access.table import releases as table
from watchword.releases import assets, service

RELEASES = "/octavia/aqueduct/releases"


@pytest.fixture
def release(world):
    def release(repository, tag, **more):
        def unit(work):
            found = work.repositories.by_id(repository.id, None)
            wanted = service.Wanted(tag, "main", **more)
            return service.create(work, require(world.operator, table.CREATE, found), wanted)

        return world.write(unit)

    return release


def test_releases_are_listed_and_shown_with_their_files(browser, world, release, aqueduct):
    made = release(
        aqueduct,
        "v1/<b>",
        name="The <i>first</i>",
        body="It *flows* <script>x</script> [on](docs/plan.md)",
    )
    release(aqueduct, "v2", prerelease=True)
    sent = assets.Sent("0" * 32, "tool.zip", None, "application/zip", 7, "ab" * 32)
    world.write(lambda work: assets.add(work, require(world.operator, table.UPLOAD, made), sent))
    browser.get("/octavia/aqueduct")
    page = browser.click("Releases")
    assert page.path == RELEASES
    assert "Pre-release" in page.text
    assert "Latest" in page.text
    page = browser.click("The <i>first</i>")
    assert page.path == f"{RELEASES}/tag/v1/%3Cb%3E"
    assert "It <em>flows</em>" in page.html
    assert "<script>x" not in page.html
    assert page.links["on"] == "/octavia/aqueduct/blob/v1/%3Cb%3E/docs/plan.md"
    assert page.links["tool.zip"] == f"{RELEASES}/download/v1/%3Cb%3E/tool.zip"
    assert browser.get(f"{RELEASES}/latest").path == page.path


def test_drafts_are_seen_by_those_who_may_push(visitor, signed_in, release, aqueduct):
    release(aqueduct, "v1", name="Hidden", draft=True)
    assert "Hidden" not in visitor.get(RELEASES).text
    assert "Hidden" in signed_in.get(RELEASES).text
    for path in ("/tag/v1", "/tag/none", "/tag/%00"):
        assert signed_in.get(RELEASES + path).status == 404
    assert visitor.get(f"{RELEASES}/latest").path == RELEASES


def test_those_of_a_private_repository_are_missing(visitor, stranger, release, vault):
    release(vault, "v1")
    for path in ("", "/latest", "/tag/v1"):
        assert stranger.get(f"/octavia/vault/releases{path}").status == 404
        assert "v1" not in visitor.get(f"/octavia/vault/releases{path}").text
