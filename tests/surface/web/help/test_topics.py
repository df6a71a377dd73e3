"""The manual: every topic is shown, every link in it leads somewhere, nothing in it can act."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from tests.pages import Browser, application
from tests.surface.web.help.manual import (
    ADDRESS,
    EVERYWHERE,
    LANGUAGES,
    PEM,
    TOPICS,
    document,
    facts,
    titles,
)
from watchword.surfaces.http_kit.trie import Trie
from watchword.surfaces.web.pages import PAGES

OF_THE_API = {"/api/v3/docs", "/api/v3/openapi.json"}
EVERY = [(topic, language) for topic in TOPICS for language in sorted(LANGUAGES)]


class Links(HTMLParser):
    """Where a page leads, and the places in it."""

    def __init__(self, html):
        super().__init__()
        self.to, self.ids = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "a" and "href" in found:
            self.to.append(found["href"])
        if "id" in found:
            self.ids.append(found["id"])


@pytest.fixture(scope="module")
def routes():
    return Trie((row.route.method, row.route.path, row) for row in PAGES)


def test_the_list_leads_to_every_topic_with_its_title(browser):
    page = browser.get("/help")
    assert page.status == 200
    for topic, said in titles("en", facts()).items():
        assert page.links[said.title] == f"/help/{topic}"
        assert said.summary in page.text


def test_each_topic_is_shown_to_anybody_and_leads_on_to_the_next(browser):
    for topic, after in zip(TOPICS, [*TOPICS[1:], None], strict=True):
        page = browser.get(f"/help/{topic}")
        assert page.status == 200
        assert document(topic, "en", facts()).title in page.text
        assert ('rel="next"' in page.html) == (after is not None)
        assert not {"{{", "}}", "{%", "**", "[["} & set(re.findall(r"[{}%*\[]{2}", page.text))


def test_a_topic_that_is_none_is_missing_and_the_list_is_there(browser):
    page = browser.get("/help/teleporting")
    assert page.status == 404
    assert "There is no help page of that name" in page.text
    assert page.links["Available scopes"] == "/help/scopes"


@pytest.mark.parametrize(("topic", "language"), EVERY)
def test_every_link_of_a_document_leads_to_a_page_of_this_server(topic, language, routes):
    for about in EVERYWHERE:
        said = document(topic, language, about)
        for to in Links("".join(block.html for block in said.blocks)).to:
            path, place = urlsplit(to).path, urlsplit(to).fragment
            assert not urlsplit(to).netloc, f"{topic} leads away: {to}"
            if path and path not in OF_THE_API:
                assert routes.find("GET", path), f"{topic} leads nowhere: {to}"
            _, _, there = path.partition("/help/")
            assert not path.startswith("/help/") or there in TOPICS
            if place:
                target = document(there or topic, language, about)
                assert place in [heading.name for heading in target.headings]


def test_the_names_of_a_page_are_there_once(browser):
    for topic in TOPICS:
        ids = Links(browser.get(f"/help/{topic}").html).ids
        assert sorted(ids) == sorted(set(ids))


def test_who_is_signed_in_finds_their_own_name_in_the_commands(browser, octavia):
    anonymous = browser.get("/help/using-a-token")
    assert f"git clone {ADDRESS}/OWNER/REPO.git" in anonymous.text
    browser.sign_in(octavia)
    page = browser.get("/help/using-a-token")
    assert f"git clone {ADDRESS}/octavia/REPO.git" in page.text
    assert "OWNER" not in page.text


@pytest.mark.parametrize(("topic", "language"), EVERY)
def test_an_address_cannot_act_in_a_document(topic, language):
    hostile = facts('https://a.test/"><script>x</script>', login="<b>o</b>")
    said = document(topic, language, hostile)
    html = "".join(block.html for block in said.blocks)
    assert "<script" not in html
    assert "<b>" not in html


def test_nor_can_it_on_a_page(world):
    site = application(world, public_url="https://a.test/'><script>x</script>")
    browser = Browser(site)
    for topic in ("", *(f"/{topic}" for topic in TOPICS)):
        assert "<script>" not in browser.get(f"/help{topic}").html


def test_the_port_stands_in_the_commands(world):
    site = application(world, public_url="https://git.example.test:8443")
    text = Browser(site).get("/help/gh").text
    assert "This server is on port 8443" in text
    text = Browser(site).get("/help/updating-credentials").text
    assert "host=git.example.test:8443" in text


def test_the_page_about_certificates_hands_over_the_one_of_our_own_authority():
    ours = document("certificate", "en", facts(authority=PEM))
    (saving,) = (block for block in ours.blocks if block.name == "save-ca")
    assert PEM.strip() in saving.text
    assert "openssl" not in str(document("certificate", "en", facts()).blocks)


def test_what_is_written_about_ssh_follows_the_server():
    assert "does not answer SSH" in str(document("ssh", "en", facts()).blocks)
    said = str(document("ssh", "en", facts(ssh=2222)).blocks)
    assert "does not answer SSH" not in said
    assert "ssh://git@git.example.test:2222/OWNER/REPO.git" in said
    assert "SHA256:" not in said
    known = str(document("ssh", "en", facts(ssh=22, host_keys=(("ED25519", "abc"),))).blocks)
    assert "ED25519 key fingerprint is SHA256:abc." in known
    assert "git@git.example.test:OWNER/REPO.git" in str(document("ssh", "en", facts(ssh=22)).blocks)


def test_headings_without_a_name_are_refused():
    from watchword.surfaces.web.help.document import read

    with pytest.raises(ValueError, match="without a name"):
        read("# A\n\nb\n\n## C\n")
