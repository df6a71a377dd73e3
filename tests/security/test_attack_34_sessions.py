"""Attack 34: sessions planted before sign-in, and stolen cookies that want tokens.

What is verified: a session's secret changes at sign-in, at each proof of the password and at its
change, and the old one is dead; a cookie without the password mints, regenerates and widens nothing
once two hours are over; guessing the password on that page is slowed down.
"""

import pytest

from tests.pages import PASSWORD, Browser, application
from watchword.accounts.model import SUDO_LIFE

SESSION = "__Host-watchword_session"


@pytest.fixture
def site(world):
    return application(world)


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture
def victim(site, octavia):
    browser = Browser(site)
    browser.sign_in(octavia)
    return browser


@pytest.fixture
def thief(site, victim):
    """Another browser with the same cookie."""
    browser = Browser(site, address="192.0.2.66")
    browser.set_cookie(SESSION, victim.cookies[SESSION])
    return browser


def tokens(world, user):
    return world.read(lambda work: list(work.tokens.of(user.id)))


def test_a_planted_session_is_not_the_one_after_signing_in(site, octavia):
    browser = Browser(site)
    planted = "A" * 43
    browser.set_cookie(SESSION, planted)
    browser.sign_in(octavia)
    assert browser.cookies[SESSION] != planted
    thief = Browser(site)
    thief.set_cookie(SESSION, planted)
    assert thief.get("/settings/profile").path.startswith("/login")


def test_signing_in_as_somebody_else_ends_the_session_before(site, victim, world):
    before = victim.cookies[SESSION]
    world.user("brutus")
    token = victim.get("/settings/profile").form("Update profile").value("authenticity_token")
    victim.send(
        "/login", [("authenticity_token", token), ("login", "brutus"), ("password", PASSWORD)]
    )
    assert "brutus" in victim.get("/settings/admin").text
    thief = Browser(site)
    thief.set_cookie(SESSION, before)
    assert thief.get("/settings/profile").path.startswith("/login")


def test_within_two_hours_the_password_that_was_given_counts(victim, world, octavia):
    world.clock.now += SUDO_LIFE - 1
    victim.get("/settings/tokens/new")
    assert victim.press("Generate token", description="laptop").status == 200
    assert len(tokens(world, octavia)) == 1


def test_a_stolen_cookie_alone_mints_no_token(thief, world, octavia):
    world.clock.now += SUDO_LIFE
    thief.get("/settings/tokens/new")
    page = thief.press("Generate token", description="mine", tick=["repo"])
    assert page.status == 403
    for guess in ("", "guess", PASSWORD.upper()):
        assert thief.press("Confirm", sudo_password=guess).status == 403
    assert tokens(world, octavia) == []


@pytest.mark.parametrize(
    ("path", "button", "fields"),
    [
        ("/settings/tokens/1/regenerate", "Regenerate token", {}),
        ("/settings/tokens/1", "Update token", {"tick": ["repo", "delete_repo"]}),
    ],
)
def test_a_stolen_cookie_alone_makes_no_token_more_of(thief, world, octavia, path, button, fields):
    world.token(octavia, "repo", note="laptop")
    before = tokens(world, octavia)
    world.clock.now += SUDO_LIFE
    thief.get(path)
    assert thief.press(button, **fields).status == 403
    assert tokens(world, octavia) == before


def test_a_form_cannot_claim_that_the_password_was_given(thief, world, octavia):
    world.clock.now += SUDO_LIFE
    thief.get("/settings/tokens/new")
    page = thief.press("Generate token", description="mine", sudo="1", password_at="9999999999")
    assert page.status == 403
    assert tokens(world, octavia) == []


def test_proving_the_password_leaves_the_thief_outside(victim, thief, world):
    world.clock.now += SUDO_LIFE
    victim.get("/settings/tokens/new")
    victim.press("Generate token", description="laptop")
    before = victim.cookies[SESSION]
    assert victim.press("Confirm", sudo_password=PASSWORD).status == 200
    assert victim.cookies[SESSION] != before
    assert thief.get("/settings/profile").path.startswith("/login")
    assert victim.get("/settings/profile").path == "/settings/profile"


def test_forms_that_were_open_still_work_after_the_secret_changed(victim, world):
    open_before = victim.get("/settings/profile").form("Update profile")
    world.clock.now += SUDO_LIFE
    victim.get("/settings/tokens/new")
    victim.press("Generate token", description="laptop")
    victim.press("Confirm", sudo_password=PASSWORD)
    assert "was updated" in victim.send(open_before.action, open_before.fields).text


def test_guessing_the_password_is_slowed_down(thief, world, octavia):
    world.clock.now += SUDO_LIFE
    thief.get("/settings/tokens/new")
    thief.press("Generate token", description="mine")
    statuses = [thief.press("Confirm", sudo_password=f"guess {n}").status for n in range(10)]
    assert statuses == [403] * 10
    form = [("authenticity_token", thief.token_of_forms()), ("sudo_password", PASSWORD)]
    assert thief.send("/settings/tokens", form).status == 429
    assert tokens(world, octavia) == []


def test_the_clock_set_back_gives_no_sudo(victim, world, octavia):
    world.clock.now -= 10
    victim.get("/settings/tokens/new")
    assert victim.press("Generate token", description="laptop").status == 403
    assert tokens(world, octavia) == []
