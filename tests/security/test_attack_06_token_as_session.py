"""Attack 6: a token used as a browser session.

Attack: `Authorization` with a live token on pages, and the token in the place of the cookie. What
is verified: pages never read `Authorization`; whoever sends it is nobody in particular there, and
gets no cookie that says otherwise. Each page of the table is tried.
"""

import base64

import pytest

from tests.pages import Browser, application, filled
from tests.world import World, fresh_sqlite
from watchword.access.kinds import Kind
from watchword.surfaces.web.pages import PAGES

EVERY_SCOPE = ("repo", "user", "admin:org", "site_admin", "delete_repo", "workflow")


@pytest.fixture
def secret(world):
    return secret_of_octavia(world)


@pytest.fixture(scope="module")
def unmoved(tmp_path_factory):
    """Pages for all tests in which nothing opens, and a secret that opens nothing there."""
    made = World(fresh_sqlite(tmp_path_factory.mktemp("unmoved")))
    yield application(made), secret_of_octavia(made)
    made.close()


def secret_of_octavia(world):
    """A token of an administrator with every scope."""
    _, secret = world.token(world.user("octavia", site_admin=True), *EVERY_SCOPE)
    return secret.text


def carriages(secret):
    basic = base64.b64encode(f"octavia:{secret}".encode()).decode()
    swapped = base64.b64encode(f"{secret}:x-oauth-basic".encode()).decode()
    return [f"Bearer {secret}", f"token {secret}", f"Basic {basic}", f"Basic {swapped}"]


@pytest.mark.parametrize("row", PAGES, ids=lambda row: f"{row.route.method} {row.route.path}")
def test_a_token_in_the_header_opens_no_page(unmoved, row):
    site, secret = unmoved
    browser = Browser(site)
    path = filled(row.route.path)
    for carriage in carriages(secret):
        headers = {"authorization": carriage, "sec-fetch-site": "same-origin"}
        with_token = browser.request(row.route.method, path, headers=headers)
        without = browser.request(row.route.method, path, headers={"sec-fetch-site": "same-origin"})
        assert with_token.status == without.status
        assert with_token.headers.get("location") == without.headers.get("location")
        assert "octavia" not in with_token.html
        assert not any("session" in name for name in browser.cookies)
        if Kind.ANONYMOUS not in row.route.operation.who:
            assert with_token.status == 303
            assert with_token.headers["location"].startswith("/login")


def test_a_token_in_the_place_of_the_cookie_opens_nothing(world, secret):
    browser = Browser(application(world))
    browser.set_cookie("__Host-watchword_session", secret)
    assert browser.get("/settings/tokens").path.startswith("/login")


def test_a_session_and_a_token_together_are_the_session(world, secret):
    brutus = world.user("brutus")
    browser = Browser(application(world), authorization=f"Bearer {secret}")
    browser.sign_in(brutus)
    assert "brutus" in browser.get("/settings/admin").text
    assert "octavia" not in browser.page.text
