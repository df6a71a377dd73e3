"""Reading a catalogue: as Babel reads it, when the first text is wanted, in a tenth of its time."""

import io

import pytest
from babel.messages.pofile import read_po

from watchword.surfaces.locale import extraction
from watchword.surfaces.locale.catalogue import Texts, read
from watchword.surfaces.locale.translator import SOURCE, translators
from watchword.surfaces.web.build import renderer

POLISH = r"""
# Przykład.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 "
": 2);\n"

#: a.py
msgid "not yet"
msgstr ""

#: a.py b.py
#, python-format
msgid ""
"a \"long\" text\n"
"of two lines"
msgstr ""
"\"długi\" tekst\n"
"w dwóch wierszach"

msgid "one file"
msgid_plural "%(num)s files"
msgstr[0] "jeden plik"
msgstr[1] "%(num)s pliki"
msgstr[2] "%(num)s plików"
"""


def test_texts_of_several_lines_and_of_several_forms_are_read():
    texts = Texts(lambda: POLISH)
    assert texts.gettext('a "long" text\nof two lines') == '"długi" tekst\nw dwóch wierszach'
    assert texts.ngettext("one file", "%(num)s files", 1) == "jeden plik"
    assert texts.ngettext("one file", "%(num)s files", 3) == "%(num)s pliki"
    assert texts.ngettext("one file", "%(num)s files", 12) == "%(num)s plików"


def test_what_is_not_translated_stays_as_it_is():
    texts = Texts(lambda: POLISH)
    assert texts.gettext("not yet") == "not yet"
    assert texts.gettext("what nobody wrote") == "what nobody wrote"
    assert texts.ngettext("one star", "%(num)s stars", 1) == "one star"
    assert texts.ngettext("one star", "%(num)s stars", 2) == "%(num)s stars"


@pytest.mark.parametrize(
    "po",
    [
        pytest.param('msgctxt "menu"\nmsgid "Open"\nmsgstr "開く"\n', id="a context"),
        pytest.param('msgid ""\nmsgstr "Language: ja\\n"\n', id="no plural forms"),
        pytest.param('msgid "Open\nmsgstr "開く"\n', id="an open quotation"),
    ],
)
def test_what_no_catalogue_of_ours_has_is_refused(po):
    with pytest.raises(ValueError, match=r"catalogue|Expecting|Invalid|Unterminated"):
        read(po)


@pytest.mark.parametrize("path", sorted(extraction.CATALOGUES.glob("*.po")), ids=lambda p: p.stem)
def test_a_catalogue_is_read_as_babel_reads_it(path):
    texts = read(path.read_text("utf-8")).texts
    for message in read_po(io.BytesIO(path.read_bytes()), locale=path.stem):
        original = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else message.string
        assert not original or texts.get(original, ("",)) == forms


def test_a_catalogue_is_read_when_its_first_reader_comes():
    translators.cache_clear()
    renderer.cache_clear()
    try:
        texts = renderer().languages["ja"].texts
        assert not texts.is_read
        assert translators()[SOURCE]("Settings") == "Settings"
        assert not texts.is_read
        assert translators()["ja"]("Settings") == "設定"
        assert texts.is_read
    finally:
        renderer.cache_clear()
