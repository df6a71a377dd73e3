"""Letting in a device by the code on its screen."""

import pytest

from tests.consent import (
    FAR,
    GITHUB_CLI,
    MANAGER,
    NEAR,
    device_asks,
    polled,
    switch,
    waiting,
)
from tests.pages import PASSWORD
from watchword.accounts.model import SUDO_LIFE
from watchword.oauth.model import DEVICE_LIFE, Issued


def typed(browser, code):
    browser.get("/login/device")
    return browser.press("Continue", user_code=code)


def test_who_is_signed_out_signs_in_and_comes_back(browser, octavia):
    browser.get("/login/device")
    page = browser.press("Sign in", login="octavia", password=PASSWORD)
    assert page.path == "/login/device"
    assert "Connect a device" in page.text


def test_the_code_leads_to_the_question_and_a_click_to_a_token(signed_in, world):
    asked = device_asks(world)
    page = typed(signed_in, asked.code)
    assert page.status == 200
    for told in (
        "Authorize GitHub CLI",
        "Known client",
        asked.code,
        "Check that this code stands on the screen of your device.",
        "Do not go on if somebody sent it to you.",
        NEAR,
        "GitHub CLI 2.103.3",
        "Full control of private repositories",
        "Signed in as octavia",
        "I did not start this",
    ):
        assert told in page.text, told
    assert polled(world, asked) == "authorization_pending"
    page = signed_in.press("Authorize", tick=["repo", "read:org"])
    assert page.status == 200
    assert "Your device is connected" in page.text
    assert "You can close this window." in page.text
    world.clock.now += 60
    issued = polled(world, asked)
    assert isinstance(issued, Issued)
    assert issued.scopes == ("read:org", "repo")


@pytest.mark.parametrize(
    "typing",
    [
        pytest.param(str.lower, id="small letters"),
        pytest.param(lambda code: code.replace("-", ""), id="no hyphen"),
        pytest.param(lambda code: f"  {code.replace('-', ' ')} ", id="blanks"),
        pytest.param(lambda code: " ".join(code.lower()), id="letter by letter"),
    ],
)
def test_the_code_may_be_typed_as_people_type(signed_in, world, typing):
    asked = device_asks(world)
    page = typed(signed_in, typing(asked.code))
    assert page.status == 200
    assert asked.code in page.text


@pytest.mark.parametrize(
    "code",
    ["", "ABCD-EFGH", "ÄÖÜß-ÄÖÜß", "x" * 4000, "\0", "' OR 1=1"],
    ids=["none", "unknown", "letters of elsewhere", "long", "nul", "quoted"],
)
def test_a_code_that_there_is_not_is_told_at_its_field(signed_in, world, code):
    device_asks(world)
    page = typed(signed_in, code)
    assert page.status == 422
    assert "There is no such code" in page.ids["user_code-error"]


def test_a_code_whose_time_is_over_is_told_like_an_unknown_one(signed_in, world):
    asked = device_asks(world)
    world.clock.now += DEVICE_LIFE
    assert "There is no such code" in typed(signed_in, asked.code).ids["user_code-error"]


def test_time_may_run_out_between_the_question_and_the_click(signed_in, world):
    asked = device_asks(world)
    typed(signed_in, asked.code)
    world.clock.now += DEVICE_LIFE
    page = signed_in.press("Authorize")
    assert page.status == 422
    assert "There is no such code" in page.ids["user_code-error"]


def test_a_code_counts_once(signed_in, world):
    asked = device_asks(world)
    typed(signed_in, asked.code)
    form = signed_in.page.form("Authorize")
    assert "connected" in signed_in.press("Authorize").text
    page = signed_in.send(form.action, form.fields)
    assert page.status == 422
    assert "There is no such code" in page.text


def test_i_did_not_start_this_ends_the_request(signed_in, world):
    asked = device_asks(world)
    typed(signed_in, asked.code)
    page = signed_in.press("I did not start this")
    assert page.status == 200
    assert "Nothing was granted" in page.text
    assert waiting(world, asked) is None
    assert polled(world, asked) == "access_denied"


def test_saying_no_takes_no_password(signed_in, world):
    world.clock.now += SUDO_LIFE
    typed(signed_in, device_asks(world).code)
    assert "Nothing was granted" in signed_in.press("I did not start this").text


def test_two_hours_later_the_password_stands_on_the_page(signed_in, world):
    world.clock.now += SUDO_LIFE
    asked = device_asks(world)
    typed(signed_in, asked.code)
    page = signed_in.press("Authorize", tick=["gist"], sudo_password="wrong")
    assert page.status == 403
    assert "Incorrect password." in page.ids["sudo_password-error"]
    assert page.form("Authorize").values("scopes") == ["gist"]
    assert asked.code in page.text
    assert waiting(world, asked) is not None
    page = signed_in.press("Authorize", sudo_password=PASSWORD)
    assert "Your device is connected" in page.text
    assert polled(world, asked).scopes == ("gist",)


def test_a_client_that_is_switched_off_is_not_let_in(signed_in, world):
    asked = device_asks(world, MANAGER)
    switch(world, MANAGER)
    assert "There is no such code" in typed(signed_in, asked.code).text
    switch(world, MANAGER, on=True)
    typed(signed_in, asked.code)
    switch(world, MANAGER)
    assert "There is no such code" in signed_in.press("Authorize").text
    assert not isinstance(polled(world, asked), Issued)


def test_another_network_is_told_before_anything_else(signed_in, world):
    page = typed(signed_in, device_asks(world, address=FAR).code)
    assert "The request came from another network than yours" in page.text
    assert f"It was made at {FAR}; this browser is at {NEAR}." in page.text
    page = typed(signed_in, device_asks(world, address="127.0.0.9").code)
    assert "another network" not in page.text


def test_the_question_does_not_outlive_its_page(signed_in, world):
    page = typed(signed_in, device_asks(world).code)
    assert page.headers["cache-control"] == "no-store"
    assert signed_in.get("/login/device/approval").path == "/login/device"


def test_an_application_without_scopes_says_so(signed_in, world):
    page = typed(signed_in, device_asks(world, GITHUB_CLI, "").code)
    assert "learn who you are" in page.text
