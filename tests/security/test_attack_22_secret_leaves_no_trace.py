"""Attack 22: the secret of a token in histories, referrers, caches and addresses.

What is verified: every page that shows a secret says `no-store` and `no-referrer`; the secret is in
that one answer, in no header, no address, no cookie, no title, and in nothing that the database
keeps.
"""

import re

import pytest

from tests.pages import Browser, application


@pytest.fixture
def browser(world):
    octavia = world.user("octavia")
    browser = Browser(application(world))
    browser.sign_in(octavia)
    return browser


def generate(browser):
    browser.get("/settings/tokens/new")
    return browser.press("Generate token", description="laptop", tick=["repo"])


def regenerate(browser):
    generate(browser)
    browser.get("/settings/tokens/1/regenerate")
    return browser.press("Regenerate token")


@pytest.mark.parametrize("make", [generate, regenerate])
def test_a_page_with_a_secret_is_kept_by_nobody_and_leaks_by_no_link(browser, make):
    page = make(browser)
    assert "ghp_" in page.ids["token"]
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("make", [generate, regenerate])
def test_the_secret_stands_in_the_body_of_one_answer_only(browser, make, world, tmp_path):
    page = make(browser)
    secret = page.ids["token"]
    assert page.html.count(secret) == 1
    assert secret not in page.path
    assert secret not in str(page.headers)
    assert secret not in str(browser.cookies)
    assert secret not in re.search("<title>(.*?)</title>", page.html)[1]
    for path in ("/", "/settings/tokens", "/settings/tokens/1", "/settings/sessions"):
        assert secret not in browser.get(path).html
    world.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("watchword.db*"))
    assert secret.encode() not in kept


def test_pages_without_a_secret_still_send_no_address_to_other_hosts(browser):
    page = browser.get("/settings/tokens")
    assert page.headers["referrer-policy"] == "same-origin"
    assert "no-cache" in page.headers["cache-control"]
    assert "private" in page.headers["cache-control"]
