"""Attack 30: the codes of devices are guessed, or tried with another client's token in mind.

What is verified: a code has enough letters and none that look alike; a handful of wrong ones in a
minute is all that a person gets, and a network little more, on each way in (the form, the approval,
the denial, the page that asks for the password); a right one counts once.
"""

import re

import pytest

from tests.consent import device_asks, polled, waiting
from tests.pages import Browser, application
from watchword.accounts.model import SUDO_LIFE
from watchword.authn.throttle import BAD_USER_CODES, BAD_USER_CODES_HERE
from watchword.oauth.model import Issued

WAYS = ["/login/device", "/login/device/approval", "/login/device/denial"]


@pytest.fixture
def site(world):
    return application(world)


@pytest.fixture
def guesser(world, site):
    browser = Browser(site)
    browser.sign_in(world.user("brutus"))
    browser.get("/login/device")
    return browser


def guess(browser, path, code, token):
    fields = [("authenticity_token", token), ("user_code", code), ("decided", "yes")]
    return browser.send(path, [*fields, ("scopes", "repo")], follow=False)


def test_codes_have_no_letters_that_look_alike(world):
    codes = {device_asks(world).code for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", code)
        # L is alone: neither 1 nor I is among them.
        assert not set(code) & set("01IO")


@pytest.mark.parametrize("way", WAYS)
def test_a_handful_of_wrong_codes_is_all_that_a_person_gets(world, guesser, way):
    asked = device_asks(world)
    token = guesser.token_of_forms()
    for number in range(BAD_USER_CODES):
        assert guess(guesser, way, f"WRNG-{2222 + number}", token).status == 422
    for way_in in WAYS:
        page = guess(guesser, way_in, asked.code, token)
        assert page.status == 429
        assert int(page.headers["retry-after"]) > 0
    assert waiting(world, asked) is not None
    world.clock.now += 60
    assert guess(guesser, "/login/device", asked.code, token).status == 200


def test_the_page_that_asks_for_the_password_tells_no_more(world, guesser):
    device_asks(world)
    token = guesser.token_of_forms()
    world.clock.now += SUDO_LIFE
    asked = device_asks(world)
    statuses = [
        guess(guesser, "/login/device/approval", f"WRNG-{2222 + n}", token).status
        for n in range(BAD_USER_CODES)
    ]
    assert 200 not in statuses
    assert guess(guesser, "/login/device/approval", asked.code, token).status == 429


def test_many_accounts_at_one_network_get_little_more(world, site):
    asked = device_asks(world)
    tried = 0
    for number in range(BAD_USER_CODES_HERE // BAD_USER_CODES):
        browser = Browser(site, address=f"2001:db8::{number + 1:x}")
        browser.sign_in(world.user(f"guesser{number}"))
        browser.get("/login/device")
        token = browser.token_of_forms()
        for _ in range(BAD_USER_CODES):
            tried += guess(browser, "/login/device", "WRNG-2222", token).status == 422
    assert tried == BAD_USER_CODES_HERE
    another = Browser(site, address="2001:db8::ffff")
    another.sign_in(world.user("another"))
    another.get("/login/device")
    token = another.token_of_forms()
    assert guess(another, "/login/device", asked.code, token).status == 429
    elsewhere = Browser(site, address="2001:db8:1::1")
    elsewhere.sign_in(world.user("elsewhere"))
    elsewhere.get("/login/device")
    assert elsewhere.press("Continue", user_code=asked.code).status == 200


def test_right_codes_are_not_counted(world, site):
    browser = Browser(site)
    browser.sign_in(world.user("octavia"))
    for _ in range(BAD_USER_CODES + 1):
        asked = device_asks(world)
        browser.get("/login/device")
        assert browser.press("Continue", user_code=asked.code).status == 200


def test_one_code_is_one_approval_by_one_person(world, site, guesser):
    asked = device_asks(world)
    octavia = Browser(site)
    octavia.sign_in(world.user("octavia"))
    octavia.get("/login/device")
    octavia.press("Continue", user_code=asked.code)
    guesser.press("Continue", user_code=asked.code)
    assert "connected" in guesser.press("Authorize").text
    assert octavia.press("Authorize").status == 422
    assert isinstance(polled(world, asked), Issued)
    found = world.read(lambda work: work.users.by_login("octavia"))
    assert world.read(lambda work: list(work.sign_ins.families_of(found.id))) == []


def test_what_was_denied_cannot_be_approved(world, guesser):
    asked = device_asks(world)
    guesser.press("Continue", user_code=asked.code)
    form = guesser.page.form("Authorize")
    guesser.press("I did not start this")
    assert guesser.send(form.action, form.fields).status == 422
    assert not isinstance(polled(world, asked), Issued)
