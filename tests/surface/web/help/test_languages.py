"""The manual says the same in every language: the same parts, commands, links and marks."""

import re
from collections import Counter

import pytest

from tests.surface.web.help.manual import ADDRESS, EVERYWHERE, LANGUAGES, TOPICS, document, titles
from watchword.surfaces.locale.translator import translators

OTHERS = sorted(LANGUAGES - {"en"})
MARKS = ("<tr>", "<td>", "<li>", "<ol>", "<ul>", "<p>", "<h3>")
WIDE = "\u3001\u3002\u300c\u300d\uff08\uff09"
JAPANESE = "[\u3040-\u30ff\u4e00-\u9fff]"
NOT_JAPANESE = re.compile(
    # Marks of the Latin alphabet right beside Japanese, blanks beside full-width marks, and
    # Latin words that touch Japanese ones.
    rf"{JAPANESE}[,.;!?]|[,;!?]{JAPANESE}|{JAPANESE} ?\(|\){JAPANESE}"
    rf"|[{WIDE}] | [{WIDE}]|[\"“”]"
    rf"|{JAPANESE}[A-Za-z0-9]|[A-Za-z0-9]{JAPANESE}"
)


def text(html):
    return re.sub(r"<[^>]+>", "", re.sub(r"<(?!/?code)[^>]+>", "", html))


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_the_parts_of_the_original_and_no_others(language):
    for topic in TOPICS:
        for site in EVERYWHERE:
            original, said = document(topic, "en", site), document(topic, language, site)
            assert [h.name for h in said.headings] == [h.name for h in original.headings]
            assert [(b.kind, b.name, b.text) for b in said.blocks] == [
                (b.kind, b.name, b.text) for b in original.blocks
            ]
            assert said.title != original.title
            assert said.summary != original.summary


@pytest.mark.parametrize("language", OTHERS)
def test_it_leads_to_the_same_places_and_names_the_same_things(language):
    for topic in TOPICS:
        for site in EVERYWHERE:
            pairs = zip(
                document(topic, "en", site).blocks,
                document(topic, language, site).blocks,
                strict=True,
            )
            for original, said in pairs:
                for find in (r'href="([^"]*)"', r"<code>(.*?)</code>"):
                    there = Counter(re.findall(find, original.html))
                    assert Counter(re.findall(find, said.html)) == there, (topic, said.html)
                for mark in MARKS:
                    assert said.html.count(mark) == original.html.count(mark), (topic, said.html)


def test_japanese_is_written_as_japanese_is():
    for topic in TOPICS:
        for site in EVERYWHERE:
            said = document(topic, "ja", site)
            parts = [said.title, said.summary, *(heading.words for heading in said.headings)]
            for part in [*parts, *(text(block.html) for block in said.blocks)]:
                found = NOT_JAPANESE.search(re.sub(r"\s*\n\s*", "\n", part))
                assert not found, (topic, part[max(0, found.start() - 20) : found.end() + 20])
                assert "**" not in part


def test_the_manual_is_in_the_languages_of_the_pages():
    assert set(translators()) == LANGUAGES


def test_the_reader_gets_their_language(browser):
    page = browser.get("/help/scopes", **{"Accept-Language": "ja"})
    assert page.headers["content-language"] == "ja"
    for shown in (titles("ja", EVERYWHERE[0])["scopes"].title, "ヘルプ"):
        assert shown in page.text
    assert f"{ADDRESS}/api/v3/" in page.text


def test_buttons_are_called_what_the_pages_call_them():
    """What stands between 「」 in the way through the pages is what stands on them."""
    say = translators()["ja"]
    said = "".join(block.html for block in document("creating-a-token", "ja", EVERYWHERE[0]).blocks)
    for words in (
        "Settings",
        "Developer settings",
        "Personal access tokens",
        "Generate new token",
        "Note",
        "Expiration",
        "Custom…",
        "No expiration",
        "Select scopes",
        "Generate token",
        "no effect yet",
    ):
        assert f"「{say(words)}」" in said
