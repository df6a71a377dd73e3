"""The page that an application sends the browser to, as each client uses it."""

import pytest

from tests.consent import (
    DESKTOP,
    GIT_CREDENTIAL_OAUTH,
    GITHUB_CLI,
    LISTENER,
    MANAGER,
    STATE,
    address,
    application_of,
    brought_back,
    exchanged,
    switch,
)
from tests.pages import PASSWORD, Browser
from watchword.accounts.model import SUDO_LIFE

HERE = {"sec-fetch-site": "same-origin"}


def families(world, user):
    return world.read(lambda work: list(work.sign_ins.families_of(user.id)))


def policy(page):
    said = page.headers["content-security-policy"]
    return next(part for part in said.split("; ") if part.startswith("form-action"))


def approved(browser, url, **more):
    browser.get(url)
    return browser.press("Authorize", follow=False, **more)


def test_somebody_who_is_signed_out_comes_back_to_the_question(browser, octavia):
    page = browser.get(address(state="a b&c=d/é"))
    assert page.path.startswith("/login?return_to=")
    page = browser.press("Sign in", login="octavia", password=PASSWORD)
    assert page.status == 200
    assert page.path.startswith("/login/oauth/authorize?")
    page = browser.press("Authorize", follow=False)
    assert brought_back(page.headers["location"])["state"] == "a b&c=d/é"


def test_the_account_that_is_asked_for_stands_in_the_sign_in_form(browser, octavia):
    page = browser.get(address(login="octavia"))
    assert page.form("Sign in").value("login") == "octavia"
    assert browser.get(address()).form("Sign in").value("login") == ""
    assert browser.get("/settings/profile?login=octavia").form("Sign in").value("login") == ""


def test_the_page_tells_who_asks_whom_for_what_and_where_it_leads(signed_in):
    page = signed_in.get(address())
    assert page.status == 200
    for told in (
        "Authorize GitHub CLI",
        "Known client",
        "cli.github.com",
        "Signed in as octavia",
        "Full control of private repositories",
        "Read organization and team membership and projects",
        "Create and change gists",
        "read and change all repositories that you can, private ones too",
        "not used for 90 days",
        "Your browser then goes to http://localhost:4321",
        "Any program on your computer can call itself GitHub CLI",
    ):
        assert told in page.text, told
    assert page.form("Authorize").values("scopes") == ["repo", "read:org", "gist"]
    assert page.headers["cache-control"] == "no-store"


def test_one_click_brings_the_browser_back_with_a_code(signed_in, world, octavia):
    page = approved(signed_in, address())
    assert page.status == 303
    assert page.headers["location"].startswith(f"{LISTENER}?")
    assert page.headers["cache-control"] == "no-store"
    back = brought_back(page.headers["location"])
    assert back["state"] == STATE
    issued = exchanged(world, page.headers["location"])
    assert issued.scopes == ("gist", "read:org", "repo")
    (family,) = families(world, octavia)
    assert family.application == application_of(world, GITHUB_CLI).id


@pytest.mark.parametrize(
    "given",
    [
        "http://localhost:4321/",
        "http://127.0.0.1:65535/",
        "http://localhost:4321",
    ],
)
def test_the_browser_goes_to_the_very_address_that_was_given(signed_in, given):
    page = approved(signed_in, address(MANAGER, redirect_uri=given))
    assert page.headers["location"].startswith(f"{given}?")


def test_a_scope_whose_tick_was_taken_away_is_not_granted(signed_in, world):
    page = approved(signed_in, address(), tick=["gist"])
    assert exchanged(world, page.headers["location"]).scopes == ("gist",)


def test_a_scope_that_was_not_asked_for_cannot_be_ticked(signed_in, world):
    page = approved(signed_in, address(scope="gist"), tick=["gist", "delete_repo", "no such"])
    location = page.headers.get("location", "")
    if "code=" in location:
        assert exchanged(world, location).scopes == ("gist",)
    else:
        assert page.status in {303, 400, 422}


def test_there_is_a_click_each_time(signed_in, world, octavia):
    exchanged(world, approved(signed_in, address()).headers["location"])
    page = signed_in.get(address(), follow=False)
    assert page.status == 200
    assert len(families(world, octavia)) == 1


def test_unknown_scopes_are_told_and_left_out(signed_in, world):
    page = signed_in.get(address(scope="gist codespace"))
    assert "what this server does not know; that is left out: codespace" in page.text
    page = signed_in.press("Authorize", follow=False)
    assert exchanged(world, page.headers["location"]).scopes == ("gist",)


def test_no_scope_at_all_is_told_as_what_it_is(signed_in):
    page = signed_in.get(address(scope=""))
    assert "learn who you are, and read what everybody can read" in page.text


def test_what_a_client_means_by_no_scope_is_shown_and_granted(signed_in, world):
    asked = address(GIT_CREDENTIAL_OAUTH, scope=None)
    page = signed_in.get(asked)
    assert page.form("Authorize").values("scopes") == ["repo"]
    assert "renewed every 8 hours" in page.text
    page = signed_in.press("Authorize", follow=False)
    assert exchanged(world, page.headers["location"], GIT_CREDENTIAL_OAUTH).scopes == ("repo",)


def test_how_long_it_lasts_depends_on_what_was_asked_for(signed_in):
    page = signed_in.get(address(scope="repo offline_access"))
    assert "renewed every 8 hours" in page.text
    assert "offline_access" not in page.text
    page = signed_in.get(address(MANAGER, scope="repo offline_access"))
    assert "not used for 90 days" in page.text


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"client": "0" * 20}, id="an unknown client"),
        pytest.param({"client": ""}, id="no client"),
        pytest.param({"redirect_uri": "https://evil.test/"}, id="a redirect to elsewhere"),
    ],
)
def test_what_cannot_be_answered_is_told_here_and_leads_nowhere(signed_in, asked):
    page = signed_in.get(address(**asked), follow=False)
    assert page.status == 400
    assert "This sign-in cannot go on" in page.text
    assert "location" not in page.headers
    assert "evil.test" not in page.headers["content-security-policy"]


def test_a_client_that_is_switched_off_gets_nothing(signed_in, world, octavia):
    signed_in.get(address())
    switch(world, GITHUB_CLI)
    page = signed_in.press("Authorize", follow=False)
    assert "code=" not in page.headers.get("location", "")
    page = signed_in.get(address(), follow=False)
    assert page.status == 400
    assert families(world, octavia) == []


def test_a_client_that_is_switched_off_is_told_so_by_way_of_the_browser(signed_in, world, octavia):
    signed_in.get(address(MANAGER))
    switch(world, MANAGER)
    for page in (
        signed_in.press("Authorize", follow=False),
        signed_in.get(address(MANAGER), follow=False),
    ):
        assert page.status == 303
        assert page.headers["location"].startswith(f"{LISTENER}?")
        back = brought_back(page.headers["location"])
        assert (back["error"], back["state"]) == ("application_suspended", STATE)
        assert back["error_uri"].endswith("#application-suspended")
    assert families(world, octavia) == []


def test_it_is_told_nowhere_but_at_an_address_of_its_own(signed_in, world):
    switch(world, MANAGER)
    page = signed_in.get(address(MANAGER, redirect_uri="https://evil.test/"), follow=False)
    assert page.status == 400
    assert "location" not in page.headers


def test_a_parameter_that_is_there_twice_is_refused(signed_in):
    page = signed_in.get(f"{address()}&redirect_uri=http%3A%2F%2Flocalhost%3A1%2F", follow=False)
    assert page.status == 400
    assert "twice" in page.text


def test_the_client_hears_what_is_wrong_with_its_request(signed_in):
    page = signed_in.get(address(response_type="token"), follow=False)
    assert page.status == 303
    back = brought_back(page.headers["location"])
    assert back["error"] == "unsupported_response_type"
    assert back["error_description"]
    assert back["error_uri"].endswith("#unsupported-response-type")
    assert back["state"] == STATE


def test_after_signing_in_the_client_hears_it_by_a_link(signed_in):
    page = signed_in.get(address(response_type="token"), follow=False, **HERE)
    assert page.status == 400
    link = page.links["Back to http://localhost:4321"]
    assert brought_back(link)["error"] == "unsupported_response_type"


def test_cancelling_is_told_to_the_client(signed_in, world, octavia):
    signed_in.get(address(MANAGER, scope="repo gist workflow"))
    page = signed_in.press("Cancel", follow=False)
    assert page.status == 303
    back = brought_back(page.headers["location"])
    assert (back["error"], back["state"]) == ("access_denied", STATE)
    assert back["error_uri"].endswith("#access-denied")
    assert families(world, octavia) == []


def test_the_github_cli_knows_no_no_so_the_person_is_told(signed_in):
    signed_in.get(address())
    page = signed_in.press("Cancel", follow=False)
    assert page.status == 200
    assert "You did not authorize GitHub CLI" in page.text
    assert "You can close this window." in page.text


def test_cancelling_takes_no_password(signed_in, world):
    world.clock.now += SUDO_LIFE
    signed_in.get(address(MANAGER))
    assert signed_in.press("Cancel", follow=False).status == 303


def test_two_hours_later_the_password_stands_on_the_page(signed_in, world, octavia):
    assert "sudo_password" not in signed_in.get(address()).html
    world.clock.now += SUDO_LIFE
    signed_in.get(address())
    page = signed_in.press("Authorize", follow=False, tick=["gist"], sudo_password="wrong")
    assert page.status == 403
    assert "Incorrect password." in page.ids["sudo_password-error"]
    assert page.form("Authorize").values("scopes") == ["gist"]
    page = signed_in.press("Authorize", follow=False, sudo_password="")
    assert page.status == 403
    page = signed_in.press("Authorize", follow=False, sudo_password=PASSWORD)
    assert page.status == 303
    assert exchanged(world, page.headers["location"]).scopes == ("gist",)
    assert "sudo_password" not in signed_in.get(address()).html


def test_a_page_that_was_open_when_the_two_hours_ended_asks_then(signed_in, world):
    signed_in.get(address())
    world.clock.now += SUDO_LIFE
    page = signed_in.press("Authorize", follow=False, tick=["repo"])
    assert page.status == 403
    assert "Confirm your password." in page.ids["sudo_password-error"]
    assert page.form("Authorize").values("scopes") == ["repo"]
    page = signed_in.press("Authorize", follow=False, sudo_password=PASSWORD)
    assert brought_back(page.headers["location"])["state"] == STATE


@pytest.mark.parametrize(
    ("client", "given", "source"),
    [
        pytest.param(MANAGER, "http://localhost:4321/", "http://localhost:4321", id="localhost"),
        pytest.param(
            GITHUB_CLI, "http://127.0.0.1:9/callback", "http://127.0.0.1:9", id="loopback"
        ),
        pytest.param(DESKTOP, "x-github-client://oauth", "x-github-client:", id="a scheme"),
    ],
)
def test_the_policy_lets_the_form_end_at_the_client_and_nowhere_else(
    signed_in, world, client, given, source
):
    wanted = f"form-action 'self' {source}"
    asked = address(client, redirect_uri=given)
    assert policy(signed_in.get(asked)) == wanted
    world.clock.now += SUDO_LIFE
    signed_in.get(asked)
    page = signed_in.press("Authorize", follow=False, sudo_password="wrong")
    assert page.status == 403
    assert policy(page) == wanted
    assert policy(signed_in.get("/login/device")) == "form-action 'self'"
    assert policy(Browser.get(signed_in, address("0" * 20))) == "form-action 'self'"


def test_nothing_on_the_page_is_fetched_from_the_client(signed_in):
    page = signed_in.get(address())
    text = page.html.replace("Your browser then goes to <strong>http://localhost:4321</strong>", "")
    assert 'href="http' not in text
    assert 'src="http' not in text
    assert "preconnect" not in text
    assert "http://localhost" not in text


def test_another_account_than_the_one_asked_for_is_told(signed_in, world):
    world.user("brutus")
    page = signed_in.get(address(login="brutus"))
    assert "asks for the account brutus . You are signed in as octavia" in page.text
    assert "asks for the account" not in signed_in.get(address(login="Octavia")).text
    signed_in.get(address(login="brutus"))
    page = signed_in.press("Not you? Sign out")
    assert page.path.startswith("/login?return_to=")
    assert page.form("Sign in").value("login") == "brutus"
    page = signed_in.press("Sign in", password=PASSWORD)
    assert page.path.startswith("/login/oauth/authorize?")
    assert "Signed in as brutus" in page.text


def test_who_is_to_choose_an_account_sees_the_present_one_and_a_way_to_another(signed_in, world):
    world.user("brutus")
    assert "choose an account" not in signed_in.get(address()).text
    page = signed_in.get(address(prompt="select_account"))
    assert "GitHub CLI asks you to choose an account. You are signed in as octavia" in page.text
    page = signed_in.press("Use another account")
    assert page.path.startswith("/login?return_to=")
    page = signed_in.press("Sign in", login="brutus", password=PASSWORD)
    assert page.path.startswith("/login/oauth/authorize?")
    assert "You are signed in as brutus" in page.text
    page = signed_in.press("Authorize", follow=False)
    token = exchanged(world, page.headers["location"]).access_token
    assert world.caller(token).user.login == "brutus"


def test_signing_out_leads_to_no_other_server(signed_in):
    signed_in.get(address())
    page = signed_in.press("Not you? Sign out", return_to="//evil.test/", follow=False)
    assert page.headers["location"] == "/"


def test_a_session_that_ended_meanwhile_is_asked_to_sign_in(signed_in, world, octavia):
    signed_in.get(address())
    form = signed_in.page.form("Authorize")
    signed_in.forget_cookies()
    page = signed_in.send(form.action, form.fields, follow=False)
    assert page.status == 303
    assert page.headers["location"].startswith("/login")
    assert families(world, octavia) == []
