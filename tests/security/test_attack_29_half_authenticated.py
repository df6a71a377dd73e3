"""Attack 29: a session that is only half authenticated reaches for more.

Attack: sign in with a one-time password and go anywhere but to the page on which it is changed.
What is verified, for each page of the table: nothing opens, nothing is changed, until it is.
"""

import pytest

from tests.consent import address, brought_back, device_asks, waiting
from tests.pages import Browser, application, filled
from tests.world import World, fresh_sqlite
from watchword.access.table import accounts
from watchword.surfaces.web.pages import PAGES

OPEN = {
    accounts.SIGN_IN,
    accounts.SIGN_OUT,
    accounts.CHANGE_PASSWORD,
    accounts.CHOOSE_LANGUAGE,  # a cookie of the browser's; nothing of the account
}
ONE_TIME = "only for once"


@pytest.fixture
def half(world):
    return half_signed_in(world)


@pytest.fixture(scope="module")
def unmoved(tmp_path_factory):
    """A world for all tests that leave it as it is, and say so; who is half in, a form's token."""
    made = World(fresh_sqlite(tmp_path_factory.mktemp("unmoved")))
    browser = half_signed_in(made)
    yield made, browser, browser.token_of_forms()
    made.close()


def half_signed_in(world):
    """A browser at which a one-time password was given, and not changed."""
    brutus = world.user("brutus", password=ONE_TIME, one_time=True)
    world.token(brutus, note="made before")
    browser = Browser(application(world))
    browser.sign_in("brutus", ONE_TIME)
    return browser


@pytest.mark.parametrize(
    "row",
    [row for row in PAGES if row.route.operation not in OPEN],
    ids=lambda row: f"{row.route.method} {row.route.path}",
)
def test_nothing_else_opens_before_the_password_is_changed(unmoved, row):
    world, half, token = unmoved
    before = world.read(lambda work: list(work.tokens.of(1)))
    if row.route.method == "GET":
        page = half.get(filled(row.route.path), follow=False)
    else:
        fields = [
            ("authenticity_token", token),
            ("description", "mine"),
            ("expiration", "30"),
            ("confirmation", "brutus"),
            ("last_eight", before[0].last_eight),
            ("sudo_password", ONE_TIME),
        ]
        page = half.send(filled(row.route.path), fields, follow=False)
    assert page.status == 303
    assert page.headers["location"] == "/settings/first_password"
    assert world.read(lambda work: list(work.tokens.of(1))) == before


def test_every_page_that_is_open_is_meant_to_be():
    paths = {row.route.path for row in PAGES if row.route.operation in OPEN}
    assert paths == {
        "/login",
        "/login/language",
        "/logout",
        "/settings/first_password",
        "/settings/security",
    }


def test_the_usual_page_for_passwords_wants_the_one_time_one_again(half, world):
    half.get("/settings/security", follow=False)
    token = half.page.forms[0].value("authenticity_token")
    fields = [("authenticity_token", token), ("password", "et tu again")]
    page = half.send("/settings/security", [*fields, ("password_again", "et tu again")])
    assert page.status == 422
    assert half.get("/settings/tokens", follow=False).status == 303


def test_two_hours_later_the_one_time_password_is_asked_for_again(half, world):
    world.clock.now += 2 * 3600
    half.get("/settings/first_password")
    page = half.press("Change password", password="et tu again", password_again="et tu again")
    assert page.path.startswith("/login")
    assert world.read(lambda work: work.users.by_id(1)).must_change_password


def test_the_question_of_an_application_waits_until_the_password_is_changed(world):
    world.user("brutus", password=ONE_TIME, one_time=True)
    browser = Browser(application(world))
    state = "a b&c=d+é%2F"
    browser.get(address(state=state, login="brutus"))
    page = browser.press("Sign in", password=ONE_TIME)
    assert page.path.startswith("/settings/first_password?return_to=")
    assert browser.get(address(state=state), follow=False).status == 303
    browser.get(page.path)
    new = "et tu again"
    page = browser.press("Change password", password=new, password_again=new)
    assert page.path.startswith("/login/oauth/authorize?")
    page = browser.press("Authorize", follow=False)
    assert brought_back(page.headers["location"])["state"] == state


def test_half_a_session_answers_no_question(half, world):
    asked = device_asks(world)
    token = half.token_of_forms()
    form = [("authenticity_token", token), ("user_code", asked.code), ("scopes", "repo")]
    form += [("decided", "yes"), ("sudo_password", ONE_TIME)]
    for path in (
        address(),
        address().replace("/authorize", "/cancel"),
        "/login/device",
        "/login/device/approval",
        "/login/device/denial",
    ):
        page = half.send(path, form, follow=False)
        assert page.status == 303
        assert page.headers["location"] == "/settings/first_password"
    assert waiting(world, asked) is not None
    assert world.read(lambda work: list(work.sign_ins.families_of(1))) == []
