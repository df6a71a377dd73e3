"""Attack 24: the code is sent somewhere else than the application registered.

Attack: addresses that look like the registered one to a careless reader: other ports and hosts,
user information, fragments, backslashes, escapes, upper case, dots at the end. What is verified,
through the page: nothing leads to any of them, neither the code nor an error, and the policy of the
page names none; loopback addresses differ by their port and by nothing else.
"""

import pytest

from tests.consent import DESKTOP, GITHUB_CLI, MANAGER, address, brought_back
from tests.pages import Browser, application
from tests.world import World, fresh_sqlite

FOREIGN = {
    "another host": "https://evil.test/",
    "another scheme": "https://localhost:4321/",
    "a host that begins like ours": "http://127.0.0.1.evil.test/",
    "a host that begins like localhost": "http://localhost.evil.test/",
    "user information": "http://localhost:1@evil.test/",
    "user information before loopback": "http://evil.test@localhost/",
    "a backslash for the slash": "http://localhost\\@evil.test/",
    "an escaped backslash": "http://localhost%5c@evil.test/",
    "a fragment": "http://localhost:4321/#code",
    "an empty fragment": "http://localhost:4321/#",
    "no scheme": "//evil.test/",
    "a path only": "/settings/tokens",
    "a script": "javascript:alert(1)//localhost/",
    "data": "data:text/html,localhost",
    "a deeper path": "http://localhost:4321/../evil",
    "another path": "http://localhost:4321/evil",
    "a query": "http://localhost:4321/?next=https://evil.test/",
    "a dot at the end": "http://localhost.:4321/",
    "loopback in short": "http://127.1:4321/",
    "loopback as a number": "http://2130706433:4321/",
    "loopback in octal": "http://0177.0.0.1:4321/",
    "another loopback": "http://127.0.0.2:4321/",
    "the address of anybody": "http://0.0.0.0:4321/",
    "a port that is none": "http://localhost:http/",
    "a port too high": "http://localhost:65536/",
    "a negative port": "http://localhost:-1/",
    "blanks in front": " http://localhost:4321/",
    "a line break": "http://localhost:4321/\r\nLocation: https://evil.test/",
    "a tab": "http://local\thost:4321/",
    "a nul": "http://localhost:4321/\0",
    "letters that look alike": "http://ⓛocalhost:4321/",
    "a second word for the policy": "http://localhost:4321;script-src *",
    "a wildcard": "http://*:4321/",
}


@pytest.fixture
def victim(world):
    return signed_in(world)


@pytest.fixture(scope="module")
def unmoved(tmp_path_factory):
    """Somebody who agrees to nothing, for all tests in which nothing comes of what is asked."""
    made = World(fresh_sqlite(tmp_path_factory.mktemp("unmoved")))
    yield signed_in(made)
    made.close()


def signed_in(world):
    """Octavia's browser."""
    browser = Browser(application(world))
    browser.sign_in(world.user("octavia"))
    return browser


@pytest.mark.parametrize("client", [GITHUB_CLI, MANAGER, DESKTOP], ids=["gh", "gcm", "desktop"])
@pytest.mark.parametrize("given", FOREIGN.values(), ids=FOREIGN.keys())
def test_nothing_leads_to_an_address_that_was_not_registered(unmoved, client, given):
    victim = unmoved
    asked = address(client, redirect_uri=given)
    for more in ({}, {"response_type": "token"}):
        page = victim.get(address(client, redirect_uri=given, **more), follow=False)
        assert page.status == 400
        assert "location" not in page.headers
        assert page.headers["content-security-policy"].count("evil.test") == 0
        assert "form-action 'self';" in page.headers["content-security-policy"]
        assert not any("evil" in link for link in page.links.values())
    # The click counts for what its own address asks for, not for what the page before showed.
    good = {GITHUB_CLI: "http://localhost:1/", DESKTOP: "x-github-client://oauth"}
    victim.get(address(client, redirect_uri=good.get(client, "http://localhost:1/")))
    form = victim.page.form("Authorize")
    for path in (asked, asked.replace("/authorize", "/cancel")):
        page = victim.send(path, form.fields, follow=False)
        assert page.status == 400
        assert "location" not in page.headers


@pytest.mark.parametrize(
    "given",
    ["http://localhost:1/", "http://127.0.0.1:65535/", "http://localhost/"],
)
def test_loopback_addresses_differ_by_their_port(victim, given):
    victim.get(address(MANAGER, redirect_uri=given))
    page = victim.press("Authorize", follow=False)
    assert page.headers["location"].startswith(f"{given}?")
    assert brought_back(page.headers["location"])["code"]


def test_what_the_state_holds_stays_within_it(victim):
    evil = "x&code=theirs&redirect_uri=https://evil.test/#\r\nLocation: https://evil.test/"
    victim.get(address(MANAGER, state=evil))
    page = victim.press("Authorize", follow=False)
    location = page.headers["location"]
    assert location.startswith("http://localhost:4321/?")
    back = brought_back(location)
    assert back["state"] == evil
    assert back["code"] != "theirs"
    assert set(back) == {"code", "state"}
