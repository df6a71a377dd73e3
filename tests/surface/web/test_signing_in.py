"""Signing in and out, the one-time password, and the password asked again."""

import pytest

from tests.pages import ADDRESS, PASSWORD, Browser
from watchword.accounts.model import SESSION_IDLE, SUDO_LIFE

SESSION = "__Host-watchword_session"
SETTINGS = [
    "/settings/profile",
    "/settings/admin",
    "/settings/appearance",
    "/settings/security",
    "/settings/sessions",
    "/settings/tokens",
    "/settings/tokens/new",
    "/settings/tokens/1",
]


def test_somebody_who_is_not_signed_in_learns_what_this_server_is(browser):
    page = browser.get("/")
    assert page.status == 200
    assert "personal access token" in page.text
    assert "Sign in" in page.links


def test_signing_in_leads_to_the_repositories(browser, world, octavia):
    world.repository(octavia, "aqueduct")
    page = browser.sign_in(octavia)
    assert page.path == "/"
    assert "aqueduct" in page.links


def test_a_login_is_taken_in_any_case(browser, octavia):
    assert "Your repositories" in browser.sign_in("OCTAVIA").text


@pytest.mark.parametrize("path", SETTINGS)
def test_a_page_for_people_leads_to_the_sign_in_page_and_back(browser, octavia, world, path):
    world.token(octavia)
    page = browser.get(path)
    assert page.path.startswith("/login?return_to=")
    assert browser.press("Sign in", login="octavia", password=PASSWORD).path == path


def test_the_way_back_keeps_the_query(browser, octavia):
    browser.get("/settings/tokens/new?description=a%26b&scopes=gist")
    page = browser.press("Sign in", login="octavia", password=PASSWORD)
    assert page.form("Generate token").value("description") == "a&b"


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test/",
        "/\t/evil.test",
        "javascript:alert(1)",
        "evil.test",
        "",
        "/%0d%0aset-cookie:a=b",
    ],
)
def test_nobody_is_led_away_after_signing_in(browser, octavia, away):
    browser.get("/login")
    page = browser.press(
        "Sign in", follow=False, login="octavia", password=PASSWORD, return_to=away
    )
    assert page.status == 303
    assert page.headers["location"] in {"/", "/%0d%0aset-cookie:a=b"}
    assert "a=b" not in str(page.headers.get_list("set-cookie"))


@pytest.mark.parametrize(
    ("login", "password"),
    [
        pytest.param("octavia", "wrong", id="wrong password"),
        pytest.param("nobody", PASSWORD, id="no such person"),
        pytest.param("octavia", "", id="no password"),
        pytest.param("", "", id="nothing"),
        pytest.param("octavia", "x" * 60_000, id="endless password"),
        pytest.param("octavia\x00", PASSWORD, id="a zero byte"),
    ],
)
def test_what_does_not_fit_is_told_without_telling_which(browser, octavia, login, password):
    page = browser.sign_in(login, password)
    assert page.status == 422
    assert "Incorrect username or password." in page.text
    assert SESSION not in browser.cookies
    assert not password or password not in page.html


def test_a_suspended_person_is_told_after_the_right_password_only(browser, world, octavia):
    world.suspend(octavia)
    assert "suspended" in browser.sign_in(octavia).text
    assert "suspended" not in browser.sign_in(octavia, "wrong").text


def test_too_many_wrong_passwords_have_to_wait(browser, site, world, octavia):
    for _ in range(10):
        browser.sign_in(octavia, "wrong")
    page = browser.sign_in(octavia)
    assert page.status == 429
    assert int(page.headers["retry-after"]) > 0
    # From elsewhere the person still comes in.
    assert "Your repositories" in Browser(site, address="192.0.2.9").sign_in(octavia).text


def test_signing_out_ends_the_session_and_not_only_the_cookie(signed_in):
    kept = signed_in.cookies[SESSION]
    signed_in.get("/")
    page = signed_in.press("Sign out")
    assert "You are signed out." in page.text
    assert SESSION not in signed_in.cookies
    signed_in.set_cookie(SESSION, kept)
    assert signed_in.get("/settings/profile").path.startswith("/login")


def test_a_session_is_over_after_two_idle_weeks(signed_in, world):
    world.clock.now += SESSION_IDLE - 1
    assert signed_in.get("/settings/profile").path == "/settings/profile"
    world.clock.now += SESSION_IDLE
    assert signed_in.get("/settings/profile").path.startswith("/login")


def test_that_a_session_is_used_is_noted(signed_in, world, octavia):
    world.clock.now += 3600
    signed_in.get("/")
    (session,) = world.read(lambda work: list(work.sessions.of(octavia.id)))
    assert session.seen_at == world.clock.now


def test_a_one_time_password_is_changed_first_and_the_way_goes_on(browser, world):
    world.user("brutus", password="only for once", one_time=True)
    browser.get("/settings/tokens/new?description=first")
    page = browser.press("Sign in", login="brutus", password="only for once")
    assert "Choose your password" in page.text
    page = browser.press("Change password", password="et tu again", password_again="et tu again")
    assert page.form("Generate token").value("description") == "first"
    browser.press("Sign out")
    assert "Your repositories" in browser.sign_in("brutus", "et tu again").text


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        pytest.param("short", "short", "Password is too short", id="short"),
        pytest.param("et tu again", "et tu", "The two passwords differ.", id="different"),
        pytest.param("only for once", "only for once", "another password than", id="the same"),
        pytest.param("brutusbrutus", "brutusbrutus", "", id="fine"),
    ],
)
def test_a_new_password_has_to_be_one(browser, world, first, second, told):
    world.user("brutus", password="only for once", one_time=True)
    browser.sign_in("brutus", "only for once")
    page = browser.press("Change password", password=first, password_again=second)
    assert told in page.text
    assert (page.status == 422) == bool(told)


def test_a_one_time_password_is_void_after_a_week(browser, world):
    world.user("brutus", password="only for once", one_time=True)
    world.clock.now += 7 * 86_400
    assert "Incorrect" in browser.sign_in("brutus", "only for once").text


def test_the_page_of_the_first_password_is_for_nobody_else(signed_in):
    assert signed_in.get("/settings/first_password").status == 404


def test_changing_the_password_ends_other_sessions_and_renews_this_one(
    site, signed_in, world, octavia
):
    other = Browser(site)
    other.sign_in(octavia)
    before = signed_in.cookies[SESSION]
    signed_in.get("/settings/security")
    page = signed_in.press(
        "Change password",
        old_password=PASSWORD,
        password="another horse",
        password_again="another horse",
    )
    assert "Your password was changed." in page.text
    assert signed_in.cookies[SESSION] != before
    assert other.get("/settings/profile").path.startswith("/login")
    stolen = Browser(site)
    stolen.set_cookie(SESSION, before)
    assert stolen.get("/settings/profile").path.startswith("/login")
    assert "Your repositories" in Browser(site).sign_in(octavia, "another horse").text


def test_the_old_password_is_asked_for(signed_in, site, octavia):
    signed_in.get("/settings/security")
    page = signed_in.press(
        "Change password", old_password="no", password="another horse", password_again="x"
    )
    assert page.status == 422
    assert "This is not your password." in page.ids["old_password-error"]
    assert "Your repositories" in Browser(site).sign_in(octavia).text


def test_sessions_are_listed_and_revoked(site, signed_in, world, octavia):
    other = Browser(site, address="192.0.2.9", **{"user-agent": "Old phone"})
    other.sign_in(octavia)
    page = signed_in.get("/settings/sessions")
    assert "This session" in page.text
    assert "Old phone" in page.text
    assert "Revoke 192.0.2.9" in page.text
    page = signed_in.press("Revoke")
    assert "The session from 192.0.2.9 was revoked." in page.text
    assert other.get("/settings/profile").path.startswith("/login")
    assert signed_in.get("/settings/profile").path == "/settings/profile"


def test_nobody_revokes_the_session_of_another(site, signed_in, world):
    other = Browser(site)
    other.sign_in(world.user("brutus"))
    signed_in.get("/settings/sessions")
    token = signed_in.token_of_forms()
    page = signed_in.send("/settings/sessions/2/revoke", [("authenticity_token", token)])
    assert page.status == 404
    assert other.get("/settings/profile").path == "/settings/profile"


def test_the_form_waits_while_the_password_is_asked_for(signed_in, world, octavia):
    signed_in.get("/settings/tokens/new")
    world.clock.now += SUDO_LIFE
    page = signed_in.press(
        "Generate token", description="laptop", tick=["repo", "gist"], expiration="90"
    )
    assert page.status == 403
    assert "Confirm your password" in page.text
    page = signed_in.press("Confirm", sudo_password="wrong")
    assert "Incorrect password." in page.text
    page = signed_in.press("Confirm", sudo_password=PASSWORD)
    assert page.status == 200
    (token,) = world.read(lambda work: list(work.tokens.of(octavia.id)))
    assert (token.note, token.scopes) == ("laptop", ("gist", "repo"))
    assert token.expires_at == world.clock.now + 90 * 86_400


def test_a_mistake_in_a_form_that_waited_is_still_told_at_its_field(signed_in, world):
    signed_in.get("/settings/tokens/new")
    world.clock.now += SUDO_LIFE
    signed_in.press("Generate token", description="", tick=["gist"])
    page = signed_in.press("Confirm", sudo_password=PASSWORD)
    assert page.status == 422
    assert "Give the token a note" in page.text
    assert page.form("Generate token").values("scopes") == ["gist"]
    assert signed_in.press("Generate token", description="now").status == 200


def test_narrowing_and_renaming_ask_for_no_password_and_widening_does(signed_in, world, octavia):
    token, _ = world.token(octavia, "repo", note="laptop")
    world.clock.now += SUDO_LIFE
    signed_in.get(f"/settings/tokens/{token.id}")
    assert "was updated" in signed_in.press("Update token", tick=["public_repo"]).text
    signed_in.get(f"/settings/tokens/{token.id}")
    assert signed_in.press("Update token", tick=["repo"]).status == 403
    page = signed_in.press("Confirm", sudo_password=PASSWORD)
    assert "was updated" in page.text


def test_the_password_page_is_kept_by_nobody(signed_in, world):
    signed_in.get("/settings/tokens/new")
    world.clock.now += SUDO_LIFE
    page = signed_in.press("Generate token", description="laptop")
    assert page.headers["cache-control"] == "no-store"
    assert 'name="sudo_password"' in page.html
    assert ADDRESS not in page.form("Confirm").action
