"""Attack 31: somebody is talked into letting in a device that is not theirs.

Attack: the attacker starts a sign-in and sends its code, or a link with the code in it, to a person
with an account. What is verified: a link fills in nothing and says so; before the click the page
tells which program asked, from where and when, what it will be able to do, and warns where it asked
from another network; saying no is one click, grants nothing, and tells what to do; an operator can
switch the way off for an application, alone or with all other ways.
"""

import pytest

from tests.consent import (
    FAR,
    NEAR,
    address,
    application_of,
    device_asks,
    exchanged,
    polled,
    switch,
    waiting,
)
from tests.oauth_client import registered
from tests.pages import Browser, application
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import oauth as table
from watchword.kernel.errors import NotPermitted
from watchword.oauth import apps
from watchword.oauth.apps import WantedApp
from watchword.oauth.errors import OAuthError


@pytest.fixture
def victim(world):
    browser = Browser(application(world))
    browser.sign_in(world.user("octavia"))
    return browser


@pytest.fixture
def phish(world):
    return device_asks(world, address=FAR, agent="python-requests/2.32.3")


def typed(browser, code):
    browser.get("/login/device")
    return browser.press("Continue", user_code=code)


def test_a_link_fills_in_no_code_and_says_why(victim, phish):
    page = victim.get(f"/login/device?user_code={phish.code}")
    assert page.status == 200
    assert phish.code not in page.html
    assert page.form("Continue").value("user_code") == ""
    assert "It is not used: type the one that stands on the screen of your own device." in page.text
    assert "It is not used" not in victim.get("/login/device").text


def test_no_link_shows_the_question_or_answers_it(victim, world, phish):
    for path in ("/login/device", "/login/device/approval", "/login/device/denial"):
        page = victim.get(f"{path}?user_code={phish.code}&decided=yes&scopes=repo")
        assert "Full control of private repositories" not in page.text
    assert waiting(world, phish) is not None


def test_the_code_on_the_way_through_sign_in_is_not_used_either(world, phish):
    world.user("livia")
    browser = Browser(application(world))
    browser.get(f"/login/device?user_code={phish.code}")
    page = browser.press("Sign in", login="livia", password="correct horse")
    assert page.form("Continue").value("user_code") == ""


def test_the_page_tells_whence_when_and_what_before_the_click(victim, world, phish):
    world.clock.now += 120
    page = typed(victim, phish.code)
    assert "The request came from another network than yours" in page.text
    for told in (FAR, NEAR, "python requests 2.32.3", "2 minutes ago", phish.code):
        assert told in page.text, told
    assert "read and change all repositories that you can, private ones too" in page.text
    assert "Do not go on if somebody sent it to you." in page.text
    assert page.text.index("another network") < page.text.index("What GitHub CLI may do")


@pytest.mark.parametrize(
    ("there", "here", "warned"),
    [
        pytest.param("198.51.100.7", "198.51.100.200", False, id="the same network"),
        pytest.param("198.51.100.7", "198.51.101.7", True, id="a neighbour"),
        pytest.param("2001:db8::1", "2001:db8::ffff:1", False, id="the same network of IPv6"),
        pytest.param("2001:db8::1", "2001:db8:0:1::1", True, id="a neighbour of IPv6"),
        pytest.param("198.51.100.7", "2001:db8::1", True, id="one of each"),
        pytest.param("::ffff:198.51.100.7", "198.51.100.8", False, id="written as IPv6"),
        pytest.param("127.0.0.1", "::1", False, id="the machine itself"),
        pytest.param("", "198.51.100.8", True, id="unknown"),
    ],
)
def test_the_warning_depends_on_both_networks(world, there, here, warned):
    browser = Browser(application(world), address=here)
    browser.sign_in(world.user("octavia"))
    page = typed(browser, device_asks(world, address=there).code)
    assert ("another network than yours" in page.text) is warned


def test_saying_no_grants_nothing_and_tells_what_to_do(victim, world, phish):
    typed(victim, phish.code)
    page = victim.press("I did not start this")
    for told in ("Nothing was granted", "Tell whoever runs this server", "Look at your sessions"):
        assert told in page.text, told
    assert polled(world, phish) == "access_denied"
    (newest,) = world.read(lambda work: list(work.events.latest(1)))
    assert newest.name == "oauth_authorization.deny"


def test_the_way_can_be_switched_off(victim, world, phish):
    switch(world, phish.client)
    assert "There is no such code" in typed(victim, phish.code).text


def switch_device_flow(world, client, *, on=False):
    app = application_of(world, client)
    grant = require(world.operator, table.SWITCH_APP, app)
    world.write(lambda work: apps.switch_device_flow(work, grant, on=on))


def test_the_way_can_be_switched_off_alone(victim, world, phish):
    page = typed(victim, phish.code)
    switch_device_flow(world, phish.client)
    # Neither does the page go on that was open before, nor is there a new one.
    assert "There is no such code" in victim.press("Authorize", decided="yes").text
    assert "There is no such code" in typed(victim, phish.code).text
    assert polled(world, phish) == "device_flow_disabled"
    with pytest.raises(OAuthError) as refused:
        device_asks(world, address=FAR)
    assert refused.value.code == "device_flow_disabled"
    assert page.status == 200

    page = victim.get(address())
    assert "Authorize GitHub CLI" in page.text
    came_back = victim.press("Authorize", follow=False).headers["location"]
    assert exchanged(world, came_back).access_token

    switch_device_flow(world, phish.client, on=True)
    assert "What GitHub CLI may do" in typed(victim, device_asks(world).code).text


def test_whoever_registered_an_application_cannot_switch_it_on_again(world):
    owner = world.user("developer")
    app = registered(world, owner)
    switch_device_flow(world, app.client_id)
    kept = application_of(world, app.client_id)
    wanted = WantedApp(kept.name, kept.homepage, "", kept.callbacks, device_flow=True)
    actor = actor_of(owner, kind=Kind.SESSION, sudo=True)
    world.write(lambda work: apps.update(work, require(actor, table.UPDATE_APP, kept), wanted))
    with pytest.raises(OAuthError):
        device_asks(world, app.client_id)
    with pytest.raises(NotPermitted):
        require(actor, table.SWITCH_APP, application_of(world, app.client_id))
