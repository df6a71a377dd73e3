"""Attack 32: an application pretends to be another one on the page where people decide.

Attack: names with markup, with letters that turn the line round, and names of somebody else; an
address that calls for a picture from elsewhere. What is verified: a name is shown as it is written
and nothing else; whatever a person registered is called unverified, with who did it; only clients
that every server knows are called known; no picture and nothing else comes from elsewhere.
"""

import re

import pytest

from tests.consent import GITHUB_CLI, address, application_of, device_asks
from tests.pages import Browser, application
from watchword.oauth.ports import NewApplication

CALLBACK = "https://lighthouse.example/callback"
MARKUP = "<b>GitHub</b><script src=//evil.test></script>\"'><img src=x onerror=alert(1)>"
TURNED = "Lighthouse\u202eyfirev\u202c"


@pytest.fixture
def victim(world):
    browser = Browser(application(world))
    browser.sign_in(world.user("octavia"))
    return browser


def registered(world, name, **more):
    """An application as the storage takes it: the page must not rely on what the form refuses."""
    brutus = world.user("brutus")

    def unit(work):
        new = NewApplication(
            client_id="feedc0ffee",
            owner=brutus.id,
            name=name,
            homepage=more.get("homepage", "https://lighthouse.example"),
            description=more.get("description", ""),
            callbacks=(CALLBACK,),
            device_flow=True,
        )
        return work.applications.add(new, work.now)

    return world.write(unit).client_id


def pages(victim, world, client):
    yield victim.get(address(client, redirect_uri=CALLBACK))
    asked = device_asks(world, client)
    victim.get("/login/device")
    yield victim.press("Continue", user_code=asked.code)
    yield victim.press("I did not start this")


@pytest.mark.parametrize("name", [MARKUP, TURNED], ids=["markup", "turned round"])
def test_a_name_is_shown_as_it_is_written_and_apart(victim, world, name):
    client = registered(world, name, description=MARKUP)
    for page in pages(victim, world, client):
        assert page.status == 200
        assert "<script src=//evil" not in page.html
        assert "<img" not in page.html
        assert "<b>" not in page.html
        for place in re.findall(re.escape(TURNED), page.html.partition("</title>")[2]):
            assert f"<bdi>{place}</bdi>" in page.html
        outside = re.sub(r"<bdi>.*?</bdi>", "", page.html.partition("</title>")[2])
        assert TURNED not in outside


def test_what_a_person_registered_is_called_unverified(victim, world):
    client = registered(world, "GitHub CLI")
    page = victim.get(address(client, redirect_uri=CALLBACK))
    assert "Unverified" in page.text
    assert "Known client" not in page.text
    assert "Registered by brutus on this server. Nobody checked what it is." in page.text
    assert "lighthouse.example" in page.text
    assert "Your browser then goes to https://lighthouse.example" in page.text


def test_only_clients_that_every_server_knows_are_called_known(victim, world):
    page = victim.get(address())
    assert "Known client" in page.text
    assert "Unverified" not in page.text
    assert application_of(world, GITHUB_CLI).owner is None


@pytest.mark.parametrize(
    "homepage",
    ["javascript:alert(1)", "https://evil.test/logo.png", "//evil.test", "no address", ""],
)
def test_a_homepage_is_a_word_and_not_a_link(victim, world, homepage):
    client = registered(world, "Lighthouse", homepage=homepage)
    page = victim.get(address(client, redirect_uri=CALLBACK))
    assert page.status == 200
    assert not any("evil" in link or "script" in link for link in page.links.values())
    assert "img-src 'self'" in page.headers["content-security-policy"]
    assert 'src="//' not in page.html


def test_a_request_cannot_put_its_own_words_on_the_page(victim):
    words = "<b>verified</b>"
    page = victim.get(address(scope=f"gist {words}", login=words, state=words))
    assert words not in page.html
    page = victim.get(address(client=words))
    assert words not in page.html
