"""Attack 61: markup and header breaks stored in notes, names, agents and repositories.

What is verified: whatever people and clients wrote is text on every page that shows it; nothing of
it reaches a header.
"""

import pytest

from tests.pages import Browser, application

MARKUP = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{7777*7777}}{% raw %}"


@pytest.fixture
def browser(world):
    octavia = world.user("octavia", name=MARKUP)
    browser = Browser(application(world), **{"user-agent": MARKUP})
    browser.sign_in(octavia)
    return browser


PAGES = [
    "/",
    "/settings/profile",
    "/settings/admin",
    "/settings/sessions",
    "/settings/tokens",
    "/settings/tokens/1",
    "/settings/tokens/1/regenerate",
    "/settings/tokens/1/delete",
    "/settings/tokens/revoke_all",
    "/settings/tokens/new?description=<script>alert(3)</script>&scopes=<script>alert(4)</script>",
    '/login?return_to="><script>alert(5)</script>',
    "/<script>alert(6)</script>",
    "/?page=<script>",
]


@pytest.mark.parametrize("path", PAGES)
def test_what_people_wrote_is_text(browser, world, path):
    octavia = world.read(lambda work: work.users.by_login("octavia"))
    world.token(octavia, note=MARKUP, expires_at=world.clock.now + 60)
    world.repository(octavia, "aqueduct")
    html = browser.get(path).html
    assert "<img src=x" not in html
    assert "<script>" not in html
    assert str(7777 * 7777) not in html


def test_every_place_shows_it_after_all(browser, world):
    octavia = world.read(lambda work: work.users.by_login("octavia"))
    world.token(octavia, note=MARKUP)
    assert MARKUP in browser.get("/settings/tokens").text
    assert MARKUP.split(">", maxsplit=1)[0] in browser.get("/settings/sessions").text


def test_a_notice_that_names_it_is_text_as_well(browser, world):
    octavia = world.read(lambda work: work.users.by_login("octavia"))
    world.token(octavia, note=MARKUP)
    browser.get("/settings/tokens/1/delete")
    page = browser.press("Delete this token")
    assert "was deleted" in page.text
    assert "<script>" not in page.html
    assert "<img" not in page.html


@pytest.mark.parametrize("note", ["a\r\nSet-Cookie: x=y", "a\nb", "a\x00b", "\u202egnp.exe"])
def test_a_note_is_one_line_without_tricks(browser, world, note):
    browser.get("/settings/tokens/new")
    page = browser.press("Generate token", description=note)
    assert page.status == 422
    assert "set-cookie" not in page.headers


def test_a_long_note_in_a_notice_does_not_break_its_cookie(browser, world):
    octavia = world.read(lambda work: work.users.by_login("octavia"))
    world.token(octavia, note="\U0001f511" * 255)
    browser.get("/settings/tokens/1/delete")
    page = browser.press("Delete this token", follow=False)
    cookie = next(c for c in page.headers.get_list("set-cookie") if "notice" in c)
    assert len(cookie) < 4096
    assert "was deleted" in browser.get("/settings/tokens").text
