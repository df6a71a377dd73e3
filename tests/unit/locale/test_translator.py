"""Texts, dates and distances in time; and the template of the catalogues."""

from datetime import timedelta

import pytest
from babel.dates import format_timedelta
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from watchword.surfaces.locale import extraction
from watchword.surfaces.locale.catalogue import Texts
from watchword.surfaces.locale.translator import (
    SOURCE,
    Translator,
    iso,
    translators,
)

NOON = 1_800_000_000
DAY = 86_400
JAPANESE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Settings"
msgstr "設定"

msgid "Token “%(note)s” was deleted."
msgstr "トークン「%(note)s」を削除しました。"

msgid "One token was revoked."
msgid_plural "%(num)s tokens were revoked."
msgstr[0] "%(num)s 個のトークンを取り消しました。"
"""
POLISH = """
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "gone"
msgstr "znikł"

msgid "Settings"
msgstr "Ustawienia"
"""


@pytest.fixture(scope="module")
def collected():
    return extraction.collected()


@pytest.fixture
def english():
    return translators()[SOURCE]


@pytest.fixture
def japanese():
    return Translator("ja", Texts(lambda: JAPANESE))


def test_texts_come_from_the_catalogue_or_stay_as_they_are(japanese):
    assert japanese("Settings") == "設定"
    assert (
        japanese("Token “%(note)s” was deleted.", note="a%s") == "トークン「a%s」を削除しました。"
    )
    assert japanese("100% of what is not in it") == "100% of what is not in it"


def test_texts_that_depend_on_a_number(english, japanese):
    words = ("One token was revoked.", "%(num)s tokens were revoked.")
    assert english.some(*words, 1) == "One token was revoked."
    assert english.some(*words, 2) == "2 tokens were revoked."
    assert japanese.some(*words, 1) == "1 個のトークンを取り消しました。"


@pytest.mark.parametrize(
    ("away", "told"),
    [
        (0, "in 0 seconds"),
        (-5, "5 seconds ago"),
        (-3600, "1 hour ago"),
        (3 * DAY, "in 3 days"),
        (-30 * DAY + 1, "1 month ago"),
        (-30 * DAY, "Dec 16, 2026"),
        (400 * DAY, "Feb 19, 2028"),
    ],
)
def test_times_are_distances_within_thirty_days_and_dates_beyond(english, away, told):
    assert english.when(NOON + away, NOON) == told


def test_days_are_told_as_github_tells_them(english, japanese):
    assert english.weekday_date(NOON) == "Fri, Jan 15 2027"
    assert japanese.weekday_date(NOON) == "2027年1月15日金曜日"


def test_days_are_written_as_people_write_them(english):
    assert english.date(NOON) == "Jan 15, 2027"
    assert translators()["ja"].date(NOON) == "2027年1月15日"


def test_numbers_are_grouped(english, japanese):
    assert english.number(1_234_567) == "1,234,567"
    many = ("One token was revoked.", "%(num)s tokens were revoked.")
    assert english.some(*many, 1_000) == "1,000 tokens were revoked."
    assert japanese.some(*many, 1_000) == "1,000 個のトークンを取り消しました。"


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 bytes"),
        (1, "One byte"),
        (1_023, "1,023 bytes"),
        (1_024, "1.0 KiB"),
        (1_536, "1.5 KiB"),
        (5 * 2**20, "5.0 MiB"),
        (1_023 * 2**30, "1,023.0 GiB"),
        (3_000 * 2**40, "3,000.0 TiB"),
    ],
)
def test_sizes(english, count, told):
    assert english.size(count) == told


def test_exact_times_name_their_zone(english):
    assert "UTC" in english.exact(NOON)
    assert iso(NOON) == "2027-01-15T08:00:00Z"


@given(st.integers(0, 253_402_300_799), st.integers(0, 253_402_300_799))
def test_every_time_that_a_token_may_have_can_be_told(at, now):
    one = translators()[SOURCE]
    assert one.when(at, now)
    assert one.weekday_date(at)
    assert one.exact(at)


def test_a_language_names_itself(english, japanese):
    assert english.own_name == "English"
    assert japanese.own_name == "日本語"


def test_the_template_holds_the_texts_as_they_are_now(collected):
    """If this fails: python -m watchword.surfaces.locale.extraction."""
    assert extraction.TEMPLATE.read_bytes() == extraction.written(collected)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Generate new token", id="of a template"),
        pytest.param("Full control of private repositories", id="of the domain"),
        pytest.param("Your profile was updated.", id="of a handler"),
        pytest.param("%(num)s tokens were revoked.", id="of a number"),
    ],
)
def test_texts_of_every_kind_are_collected(text):
    assert text in extraction.TEMPLATE.read_text()


def test_a_catalogue_keeps_what_is_translated_and_follows_the_template():
    template = Catalog()
    template.add("Settings", locations=[("b.py", 0)])
    template.add("Setting", locations=[("a.py", 0)])
    template.add(("one", "many"), locations=[("a.py", 0)])
    updated = extraction.translated(POLISH.encode(), "pl", template).decode()
    assert 'msgid "Settings"\nmsgstr "Ustawienia"' in updated
    assert "gone" not in updated
    assert "fuzzy" not in updated
    assert 'msgid "Setting"\nmsgstr ""' in updated
    assert extraction.translated(updated.encode(), "pl", template).decode() == updated


@pytest.mark.parametrize("path", sorted(extraction.CATALOGUES.glob("*.po")), ids=lambda p: p.stem)
def test_a_catalogue_is_as_its_writer_leaves_it(path, collected):
    """If this fails: python -m watchword.surfaces.locale.extraction."""
    assert extraction.translated(path.read_bytes(), path.stem, collected) == path.read_bytes()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_distance_that_is_kept_is_the_one_that_babel_tells(language):
    translator = translators()[language]
    ends = (0, 1, 50, 51, 59, 60, 3_059, 3_060, 73_439, 73_440, 514_079, 514_080, 2_203_200)
    steps = range(7_777, 30 * 86_400, 77_777)
    for distance in (*ends, *steps):
        for away in (distance, -distance):
            told = format_timedelta(
                timedelta(seconds=away), add_direction=True, locale=translator.locale
            )
            assert translator.when(10**9 + away, 10**9) == told
