"""Every catalogue is complete, and written as its language is."""

import io
import re
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from watchword.surfaces.locale import extraction

PLACES = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
TAGS = re.compile(r"</?[a-z][^>]*>|`[^`]*`")
KANA_OR_KANJI = "぀-ヿ㐀-鿿々〆"
FULL_WIDTH = "、。「」『』（）？！～・"
PATHS = sorted(extraction.CATALOGUES.glob("*.po"))


def messages(path):
    """Pairs of an English text and its translation, for each form that the language has."""
    for message in read_po(io.BytesIO(path.read_bytes()), locale=path.stem):
        if isinstance(message.id, str):
            if message.id:
                yield message.id, message.string
        else:
            for form in message.string:
                yield message.id[1], form


JAPANESE = list(messages(extraction.CATALOGUES / "ja.po"))


def wrong(rule):
    """The Japanese texts for which the rule does not hold."""
    return [(english, said) for english, said in JAPANESE if said and not rule(english, said)]


def words(said):
    """The text without its places and tags: each stands for a word of any kind."""
    return TAGS.sub("", PLACES.sub("", said))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_catalogue_has_the_texts_of_the_template_and_no_others(path):
    """If this fails: python -m watchword.surfaces.locale.extraction."""
    template = read_po(io.BytesIO(extraction.TEMPLATE.read_bytes()))
    catalogue = read_po(io.BytesIO(path.read_bytes()), locale=path.stem)
    assert [message.id for message in catalogue if message.id] == [
        message.id for message in template if message.id
    ]
    assert not catalogue.obsolete
    assert not [message.id for message in catalogue if message.id and message.fuzzy]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_nothing_is_left_untranslated(path):
    assert [english for english, said in messages(path) if not said.strip()] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_places_and_tags_are_those_of_the_original(path):
    for find in (PLACES, TAGS):
        differing = [
            (english, said)
            for english, said in messages(path)
            if sorted(find.findall(english)) != sorted(find.findall(said))
        ]
        assert differing == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_place_can_be_filled(path):
    for english, said in messages(path):
        given = dict.fromkeys(re.findall(r"%\((\w+)\)", english), 1)
        if given:
            assert said % given
        assert [name for _, name, _, _ in Formatter().parse(english) if name] == [
            name for _, name, _, _ in Formatter().parse(said) if name
        ]


def test_japanese_sentences_end_as_the_english_ones_do():
    ends = {".": "。", "?": "？", ":": ":", "…": "…"}
    sentence = re.compile(r"(です|ます|ません|した|ください)。$")

    def rule(english, said):
        end = ends.get(english[-1])
        return said.endswith(end) if end else said[-1] not in "。、？" or sentence.search(said)

    assert wrong(rule) == []


def test_japanese_punctuation_is_of_full_width():
    after = re.compile(rf"[{KANA_OR_KANJI}」）][.,!?;()]")
    before = re.compile(rf"[(][{KANA_OR_KANJI}「（]")
    assert wrong(lambda _, said: not after.search(said) and not before.search(said)) == []
    assert wrong(lambda _, said: not re.search(r"[“”‘’．，！｡-ﾟＡ-ｚ０-９　]", said)) == []


def test_no_blank_stands_beside_japanese_punctuation():
    def rule(_, said):
        # A question may be followed by a sentence.
        return not re.search(rf" [{FULL_WIDTH}]|[{FULL_WIDTH.replace('？', '')}] ", said)

    assert wrong(rule) == []


def test_a_blank_stands_between_japanese_and_other_letters():
    beside = re.compile(rf"[A-Za-z0-9][{KANA_OR_KANJI}]|[{KANA_OR_KANJI}][A-Za-z0-9]")
    assert wrong(lambda _, said: not beside.search(TAGS.sub(" ", PLACES.sub("「」", said)))) == []


def test_japanese_is_polite():
    plain = re.compile(r"(だ|である|する|ない|なる|れる|せる|いる|ある|(?<!まし)(?<!でし)た)。")
    assert wrong(lambda _, said: not plain.search(said)) == []


def test_each_japanese_text_is_in_japanese_unless_it_is_a_name():
    names = {said for _, said in wrong(lambda _, said: re.search(f"[{KANA_OR_KANJI}]", said))}
    assert names <= NAMES


NAMES = {
    "GitHub CLI",
    "Git Credential Manager",
    "git-credential-oauth",
    "Organization",
    "Raw",
    "URL",
    "Webhook",
    "（%(title)s）",
}
