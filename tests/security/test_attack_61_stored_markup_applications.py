"""Attack 61 on the pages about applications: markup in what their makers wrote.

What is verified: name, homepage, description and callbacks are text on every page that shows them,
in the notices that name them, and a homepage leads nowhere but to the web.
"""

import pytest

from tests import sign_ins
from tests.pages import Browser, application
from tests.sign_ins import sign_in

MARKUP = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{7777*7777}}{% raw %}"


@pytest.fixture
def app(world):
    octavia = world.user("octavia")
    made = sign_ins.application(
        world, octavia, MARKUP, homepage="https://" + MARKUP, description=MARKUP
    )
    world.write(lambda work: work.applications.add_secret(made.id, b"d" * 32, "<b>last<", work.now))
    sign_in(world, octavia, made.client_id, "repo")
    sign_in(world, octavia, made.client_id, "gist")
    return made


@pytest.fixture
def browser(world, app):
    browser = Browser(application(world))
    browser.sign_in("octavia")
    return browser


def is_clean(html):
    shown = "<img src=x" in html or "<script>" in html or "<b>last" in html
    return not shown and str(7777 * 7777) not in html


@pytest.mark.parametrize(
    "path",
    [
        "/settings/applications",
        "/settings/applications/{app}/revoke",
        "/settings/applications/sign-ins/1/revoke",
        "/settings/applications/revoke_all",
        "/settings/developers",
        "/settings/developers/{app}",
        "/settings/developers/{app}/delete",
        "/settings/developers/{app}/revoke_all",
        "/settings/developers/{app}/secrets/1/delete",
    ],
)
def test_what_makers_wrote_is_text(browser, app, path):
    page = browser.get(path.format(app=app.id))
    assert page.status == 200
    assert is_clean(page.html)
    assert "7777*7777" in page.html


def test_the_notices_that_name_it_are_text_as_well(browser, app):
    here = f"/settings/developers/{app.id}"
    for path, button, fields in (
        ("/settings/applications/sign-ins/1/revoke", "Revoke sign-in", {}),
        (f"/settings/applications/{app.id}/revoke", "Revoke access", {}),
        (f"{here}/delete", "Delete this application", {"confirmation": MARKUP}),
    ):
        browser.get(path)
        page = browser.press(button, **fields)
        assert page.status == 200
        assert "7777*7777" in page.text
        assert is_clean(page.html)


def test_a_page_with_a_secret_shows_the_name_as_text(browser, app):
    browser.get(f"/settings/developers/{app.id}")
    page = browser.press("Generate a new client secret")
    assert page.ids["client-secret"]
    assert is_clean(page.html)
