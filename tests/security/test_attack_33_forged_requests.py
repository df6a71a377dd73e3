"""Attack 33: another site sends forms in somebody's name, frames our pages, or signs people in.

What is verified, for each page of the table that changes something: without the token of this very
browser nothing happens, nor when the browser says that the request comes from elsewhere; no page
can be framed; signing somebody in from elsewhere does not work either.
"""

import re

import pytest

from tests.consent import address, device_asks, waiting
from tests.pages import PASSWORD, Browser, application, filled
from tests.world import World, fresh_sqlite
from watchword.kernel.ids import TokenId
from watchword.surfaces.web.pages import PAGES

CHANGING = [row for row in PAGES if row.route.method != "GET"]
SESSION = "__Host-watchword_session"


@pytest.fixture
def site(world):
    return application(world)


@pytest.fixture
def victim(world, site):
    return octavia_at(world, site)


@pytest.fixture
def foreign(world, site):
    return token_of_another(world, site)


@pytest.fixture(scope="module")
def unmoved(tmp_path_factory):
    """A world for all tests that leave it as it is, and say so; it, Octavia, a foreign token."""
    made = World(fresh_sqlite(tmp_path_factory.mktemp("unmoved")))
    pages = application(made)
    yield made, octavia_at(made, pages), token_of_another(made, pages)
    made.close()


def octavia_at(world, site):
    """Octavia's browser; she is signed in and has a token."""
    octavia = world.user("octavia")
    world.token(octavia, note="laptop")
    browser = Browser(site)
    browser.sign_in(octavia)
    return browser


def token_of_another(world, site):
    """The authenticity token of somebody else's forms."""
    browser = Browser(site)
    browser.sign_in(world.user("brutus"))
    return authenticity_token(browser)


def authenticity_token(browser):
    return browser.get("/settings/profile").form("Update profile").value("authenticity_token")


def fields(token):
    return [
        ("authenticity_token", token),
        ("description", "forged"),
        ("expiration", "30"),
        ("name", "forged"),
        ("theme", "dark"),
        ("confirmation", "octavia"),
        ("login", "brutus"),
        ("password", PASSWORD),
    ]


def state(world):
    def unit(work):
        user = work.users.by_login("octavia")
        sessions = [one.id for one in work.sessions.of(user.id)]
        return user, list(work.tokens.of(user.id)), sessions

    return world.read(unit)


def each(row):
    return f"{row.route.method} {row.route.path}"


@pytest.mark.parametrize("row", CHANGING, ids=each)
def test_a_form_without_the_token_of_this_browser_does_nothing(unmoved, row):
    world, victim, foreign = unmoved
    before, cookie = state(world), victim.cookies[SESSION]
    for token in ("", "x", foreign, "é"):
        page = victim.send(filled(row.route.path), fields(token), follow=False)
        assert page.status == 403
    page = victim.send(filled(row.route.path), fields("")[1:], follow=False)
    assert page.status == 403
    assert state(world) == before
    assert victim.cookies[SESSION] == cookie


ELSEWHERE = {
    "another site": {"sec_fetch_site": "cross-site"},
    "a neighbour": {"sec_fetch_site": "same-site"},
    "from nowhere": {"sec_fetch_site": "none"},
    "another origin": {"origin": "https://evil.test"},
    "an origin that begins like ours": {"origin": "https://git.example.test.evil.test"},
    "another scheme": {"origin": "http://git.example.test"},
    "another port": {"origin": "https://git.example.test:8443"},
}


@pytest.mark.parametrize("row", CHANGING, ids=each)
def test_a_form_from_elsewhere_does_nothing_even_with_the_token(unmoved, row):
    world, victim, _ = unmoved
    token = authenticity_token(victim)
    before = state(world)
    for whence, headers in ELSEWHERE.items():
        page = victim.send(filled(row.route.path), fields(token), follow=False, **headers)
        assert page.status == 403, whence
        assert "did not come from a page of this server" in page.text, whence
        assert state(world) == before, whence


@pytest.mark.parametrize("row", PAGES, ids=each)
def test_no_page_can_be_framed_or_run_foreign_script(unmoved, row):
    _, victim, _ = unmoved
    if row.route.method != "GET":
        page = victim.send(filled(row.route.path), [], follow=False)
    else:
        page = victim.get(filled(row.route.path), follow=False)
    policy = page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert page.headers["x-frame-options"] == "DENY"
    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=|javascript:", page.html)


def test_nobody_is_signed_in_from_elsewhere(world, site):
    world.user("brutus")
    attacker = Browser(site)
    token = attacker.get("/login").form("Sign in").value("authenticity_token")
    victim = Browser(site)
    victim.get("/login")
    for sent in (token, ""):
        page = victim.send(
            "/login",
            [("authenticity_token", sent), ("login", "brutus"), ("password", PASSWORD)],
        )
        assert page.status == 403
        assert SESSION not in victim.cookies
    without_cookies = Browser(site)
    page = without_cookies.send(
        "/login", [("authenticity_token", token), ("login", "brutus"), ("password", PASSWORD)]
    )
    assert page.status == 403


def test_nothing_is_changed_by_following_a_link(world, victim):
    before = state(world)
    for row in PAGES:
        if row.route.method == "GET":
            victim.get(filled(row.route.path))
            victim.request("HEAD", filled(row.route.path))
    victim.get("/logout")
    assert state(world) == before
    assert world.read(lambda work: work.tokens.by_id(TokenId(1))) is not None


def test_a_page_that_hides_where_it_is_can_still_send_its_forms(victim):
    """Browsers send `Origin: null` from pages with `Referrer-Policy: no-referrer`."""
    victim.get("/settings/tokens/new")
    page = victim.press("Generate token", description="desktop")
    out = page.form("Sign out")
    assert victim.send(out.action, out.fields, origin="null").path == "/"
    assert SESSION not in victim.cookies


def test_a_null_origin_alone_is_not_enough(world, victim):
    token = authenticity_token(victim)
    before = state(world)
    page = victim.request(
        "POST",
        "/settings/profile",
        content=f"authenticity_token={token}&name=forged".encode(),
        headers={"origin": "null", "content-type": "application/x-www-form-urlencoded"},
    )
    assert page.status == 403
    assert state(world) == before


def test_cookies_are_for_this_host_over_tls_and_not_for_script(site, world):
    world.user("octavia")
    browser = Browser(site)
    browser.get("/login")
    set_cookies = browser.page.headers.get_list("set-cookie")
    page = browser.press("Sign in", follow=False, login="octavia", password=PASSWORD)
    set_cookies += page.headers.get_list("set-cookie")
    assert any(cookie.startswith(SESSION) for cookie in set_cookies)
    for cookie in set_cookies:
        assert cookie.startswith("__Host-")
        for wanted in ("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"):
            assert wanted in cookie
        assert "Domain" not in cookie


CONSENT = {
    "authorize": address(),
    "cancel": address().replace("/authorize", "/cancel"),
    "device": "/login/device",
    "approval": "/login/device/approval",
    "denial": "/login/device/denial",
}


@pytest.mark.parametrize("path", CONSENT.values(), ids=CONSENT.keys())
def test_nobody_lets_an_application_in_from_elsewhere(world, victim, foreign, path):
    asked = device_asks(world)
    form = [("user_code", asked.code), ("scopes", "repo"), ("decided", "yes")]
    own = authenticity_token(victim)
    attempts = [
        ("", {}),
        (foreign, {}),
        (own, {"sec_fetch_site": "cross-site"}),
        (own, {"sec_fetch_site": "same-site"}),
        (own, {"origin": "https://evil.test"}),
        (own, {"origin": "null", "sec_fetch_site": "cross-site"}),
    ]
    for token, headers in attempts:
        sent = [("authenticity_token", token), *form]
        page = victim.send(path, sent, follow=False, **headers)
        assert page.status == 403
        assert "location" not in page.headers
        assert asked.code not in page.text
    assert waiting(world, asked) is not None
    page = victim.send(path, [("authenticity_token", own), *form], follow=False)
    assert page.status in {200, 303}


def test_the_question_stands_in_no_frame(victim, world):
    asked = device_asks(world)
    question = victim.get(address())
    victim.get("/login/device")
    for page in (question, victim.press("Continue", user_code=asked.code)):
        policy = page.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert page.headers["x-frame-options"] == "DENY"
