"""One catalogue: the texts of a language, read when the first of them is wanted.

The file is the one that translators write (`ja.po`): there is no build step, and no second file
that can be stale. Babel's own reader takes ten times as long, so the part of the format that our
catalogues use is read here; what is not in it is refused (GNU gettext, "The Format of PO Files").
"""

import json
from collections.abc import Callable, Iterator
from functools import cached_property
from gettext import NullTranslations, c2py
from typing import NamedTuple

KEYWORDS = ("msgid", "msgid_plural", "msgstr")


class Entries(NamedTuple):
    """What stands in a catalogue."""

    texts: dict[str, tuple[str, ...]]
    """By the English text, of which the singular; one translation, or one for each form."""
    form: Callable[[int], int]
    """Which form a number takes."""


class Texts(NullTranslations):
    """The texts of one language; what the catalogue does not translate stays as it is."""

    def __init__(self, load: Callable[[], str]) -> None:
        """Take what gives the text of the catalogue. Nothing is read yet."""
        super().__init__()
        self._load = load

    @cached_property
    def _entries(self) -> Entries:
        return read(self._load())

    @property
    def is_read(self) -> bool:
        """Whether a text was wanted already."""
        return "_entries" in self.__dict__

    def gettext(self, message: str) -> str:
        """Translate a text."""
        found = self._entries.texts.get(message)
        return found[0] if found else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Translate a text that depends on a number."""
        texts, form = self._entries
        found = texts.get(msgid1)
        if found is None:
            return super().ngettext(msgid1, msgid2, n)
        return found[form(n)]


def read(po: str) -> Entries:
    """Read the text of a catalogue. Raises ValueError."""
    texts = {}
    rule = "0"
    for entry in po.split("\n\n"):
        parts = dict(_parts(entry))
        original = parts.pop("msgid", None)
        parts.pop("msgid_plural", None)
        if original:
            if forms := tuple(form for form in parts.values() if form):
                texts[original] = forms
        elif original is not None:
            rule = _rule(parts["msgstr"])
    return Entries(texts, c2py(rule))


def _parts(entry: str) -> Iterator[tuple[str, str]]:
    """The keywords of an entry with their texts, which may go over several lines."""
    name, texts = "", [""]
    for line in entry.splitlines():
        if not line or line.startswith("#"):
            continue
        if not line.startswith('"'):
            if name:
                yield name, "".join(texts)
            name, _, line = line.partition(" ")  # noqa: PLW2901 - what is left of the line
            if name.partition("[")[0] not in KEYWORDS:
                raise ValueError(f"a catalogue of ours has no {name}")
            texts = []
        # The escapes of the format that Babel writes are those of JSON.
        texts.append(json.loads(line))
    if name:
        yield name, "".join(texts)


def _rule(header: str) -> str:
    """The rule of plural forms: "Plural-Forms: nplurals=2; plural=(n != 1);"."""
    for line in header.splitlines():
        if line.startswith("Plural-Forms:"):
            return line.partition("plural=")[2].rstrip("; ")
    raise ValueError("a catalogue tells its plural forms")
