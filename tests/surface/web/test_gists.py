"""Gists on the web: made, shown, changed, commented, deleted."""

import pytest

from tests.markup import acting
from tests.pages import Browser, Disk, application
from watchword.gists.ports import Listing
from watchword.kernel.pagination import PageRequest

MARKUP = "<script>alert(1)</script>{{7*191}}"


@pytest.fixture
def disk(world, tmp_path):
    made = Disk(world, tmp_path)
    yield made
    made.shelf.close()


@pytest.fixture
def site(world, disk):
    return application(world, disk=disk)


@pytest.fixture
def browser(site, octavia):
    made = Browser(site)
    made.sign_in(octavia)
    return made


def make(browser, **fields):
    browser.get("/gist")
    given = {"name_0": "a.py", "content_0": "print(1)", "visibility": "secret", **fields}
    return browser.press("Create gist", **given)


def gists_of(world, user):
    listing = Listing(of=user.id, listed=None)
    return list(world.read(lambda work: work.gists.page(listing, PageRequest()).items))


def test_a_gist_is_made_and_shown(browser, world, octavia):
    browser.get("/")
    browser.click("New gist")
    page = make(browser, description="A greeting", name_1="b.txt", content_1="more")
    (made,) = gists_of(world, octavia)
    assert page.path == f"/gist/octavia/{made.id}"
    assert "The gist was created." in page.text
    assert "A greeting" in page.text
    assert {"a.py", "b.txt"} <= set(page.text.split())
    assert made.is_listed is False
    assert browser.get(f"/gist/{made.id}").path == page.path
    assert "A greeting" in browser.get("/gist/octavia").text


def test_a_gist_without_content_is_refused_and_what_was_typed_stays(browser, world, octavia):
    page = make(browser, description="kept", content_0="")
    assert page.status == 422
    assert "kept" in page.html
    assert gists_of(world, octavia) == []


def test_a_gist_is_changed_and_its_versions_stay(browser, world, octavia):
    make(browser, name_1="gone.txt", content_1="x")
    (made,) = gists_of(world, octavia)
    browser.click("Edit")
    page = browser.press(
        "Save gist", name_0="b.py", content_0="print(2)", content_1="", description="now"
    )
    assert page.path == f"/gist/octavia/{made.id}"
    assert "b.py" in page.text
    assert "gone.txt" not in page.text
    assert "Versions (2)" in page.text


def test_comments_are_written_and_taken_away(browser, site, world, octavia):
    make(browser)
    (made,) = gists_of(world, octavia)
    bert = world.user("bert")
    other = Browser(site)
    other.sign_in(bert)
    other.get(f"/gist/octavia/{made.id}")
    page = other.press("Comment", body=MARKUP)
    assert "<script>alert(1)" in page.text
    assert not list(acting(page.html))
    browser.get(f"/gist/octavia/{made.id}")
    page = browser.press("Delete comment")
    assert "Nobody wrote anything yet." in page.text


def test_secret_gists_are_on_no_list_of_others(browser, site, world, octavia):
    make(browser, description="hidden one")
    (made,) = gists_of(world, octavia)
    visitor = Browser(site)
    assert "hidden one" not in visitor.get("/gist/octavia").text
    assert "hidden one" in visitor.get(f"/gist/octavia/{made.id}").text


def test_nobody_else_changes_or_deletes_it(browser, site, world, octavia):
    make(browser)
    (made,) = gists_of(world, octavia)
    stranger = Browser(site)
    stranger.sign_in(world.user("bert"))
    page = stranger.get(f"/gist/octavia/{made.id}")
    assert "Edit" not in page.links
    for tail in ("edit", "delete"):
        assert stranger.get(f"/gist/octavia/{made.id}/{tail}").status == 404
    assert stranger.get(f"/gist/bert/{made.id}").status == 404
    assert stranger.get("/gist/" + "0" * 32).status == 404


def test_a_gist_is_deleted_after_its_page_was_read(browser, world, octavia):
    make(browser)
    browser.click("Delete")
    page = browser.press("Delete this gist")
    assert "The gist was deleted." in page.text
    assert gists_of(world, octavia) == []


def test_what_is_in_a_gist_does_not_act(browser, world, octavia):
    page = make(browser, description=MARKUP, name_0="<b>x.html", content_0=MARKUP)
    assert not list(acting(page.html))
    assert "{{7*191}}" in page.text
