"""Pages lead to the topic that somebody would want there."""

import re
from pathlib import Path

import pytest

from tests.surface.web.help.manual import TOPICS, document, facts
from watchword.surfaces import web

TEMPLATES = Path(web.__file__).parent / "templates"
LINK = re.compile(r'"/help/([a-z-]+)(?:#([a-z-]+))?"')


def test_every_link_of_a_template_leads_to_a_topic_and_a_part_of_it():
    for path in TEMPLATES.rglob("*.html"):
        for topic, part in LINK.findall(path.read_text()):
            assert topic in TOPICS, (path, topic)
            if part:
                headings = document(topic, "en", facts()).headings
                assert part in [heading.name for heading in headings], (path, part)


@pytest.mark.parametrize("path", ["/", "/login", "/no/such/page"])
def test_help_is_a_click_away_for_anybody(browser, path):
    assert browser.get(path).links["Help"] == "/help"


def test_who_makes_a_token_is_led_to_what_it_takes(signed_in):
    page = signed_in.get("/settings/tokens")
    assert page.links["How to make and use one"] == "/help/creating-a-token"
    page = signed_in.get("/settings/tokens/new")
    assert page.links["What each scope opens"] == "/help/scopes"
    assert page.links["What happens when a token ends"] == "/help/expiration-and-revocation"
    made = signed_in.press("Generate token", description="laptop", expiration="7")
    assert made.links["How to use a token with Git"] == "/help/using-a-token"
    assert made.links["Let Git keep it"] == "/help/caching-credentials"
    assert made.links["How to use the API"] == "/help/api"
    assert made.links["How to keep it secure"] == "/help/keeping-tokens-secure"


def test_so_is_who_adds_a_key(signed_in):
    for path in ("/settings/keys", "/settings/ssh/new"):
        assert signed_in.get(path).links["How to make a key and use it"] == "/help/ssh"
