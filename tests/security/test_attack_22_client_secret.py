"""Attack 22 on client secrets: in histories, referrers, caches, addresses and the database.

What is verified: the page that shows a new secret says `no-store` and `no-referrer`, and the secret
is in that one answer alone: in no header, no address, no cookie, no title, no other page, and in
nothing that the database keeps, audit rows included.
"""

import re

import pytest

from tests.pages import Browser, application

APPS = "/settings/developers"


@pytest.fixture
def browser(world):
    octavia = world.user("octavia")
    browser = Browser(application(world))
    browser.sign_in(octavia)
    browser.get(f"{APPS}/new")
    browser.press(
        "Register application",
        name="Lighthouse",
        homepage="https://lighthouse.example",
        callbacks="https://lighthouse.example/callback",
    )
    return browser


def generate(browser):
    page = browser.press("Generate a new client secret")
    assert page.status == 200
    return page


def test_the_page_with_the_secret_is_kept_by_nobody_and_leaks_by_no_link(browser):
    page = generate(browser)
    assert len(page.ids["client-secret"]) == 40
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"


def test_the_secret_stands_in_the_body_of_one_answer_only(browser, world, tmp_path):
    here = browser.page.path
    page = generate(browser)
    secret = page.ids["client-secret"]
    assert page.html.count(secret) == 1
    assert secret not in page.path
    assert secret not in str(page.headers)
    assert secret not in str(browser.cookies)
    assert secret not in re.search("<title>(.*?)</title>", page.html)[1]
    number = world.read(lambda work: work.applications.every()[-1])
    kept = world.read(lambda work: work.applications.secrets_of(number.id)[0])
    for path in (here, APPS, f"{here}/delete", f"{here}/secrets/{kept.id}/delete", "/"):
        assert secret not in browser.get(path).html
    world.close()
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("watchword.db*"))
    assert stored
    assert secret.encode() not in stored


def test_each_secret_is_another_one(browser):
    here = browser.page.path
    first = generate(browser).ids["client-secret"]
    browser.get(here)
    assert generate(browser).ids["client-secret"] != first
