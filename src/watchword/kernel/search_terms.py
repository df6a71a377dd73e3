"""What people type to search, taken apart: words and qualifiers (GHES behaviour).

Terms stand beside each other and all hold. `NOT` before a term turns it round, so does a minus.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import N_, filled

V = TypeVar("V")

TERM: Final = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
QUALIFIER: Final = re.compile(r"([a-z-]+):(.*)", re.DOTALL)
OPERATORS: Final = frozenset({"AND", "OR", "NOT"})
MOST_OPERATORS: Final = 5
MOST_TERMS: Final = 20
LONGEST: Final = 256
"""Characters of all words together; qualifiers are not counted (GHES behaviour)."""

TOO_MANY: Final = N_("A search has %(near)s terms at most.")
TOO_LONG: Final = N_("The search is longer than %(near)s characters.")
TOO_MANY_OPERATORS: Final = N_("More than five AND / OR / NOT operators were used.")
UNKNOWN: Final = N_("This server cannot search by `%(near)s`.")


class Unsearchable(Invalid):
    """The search is no good; `near` is where, or how much would be good."""

    def __init__(self, sentence: str, near: object = "") -> None:
        """Keep the sentence with its place, and what stands there."""
        self.sentence = sentence
        self.near = str(near)[:90]
        text = filled(sentence, near=self.near)
        super().__init__(FieldError("Search", "q", "invalid", text))


class Term(Struct, frozen=True):
    """One condition: a word, or the value of a qualifier."""

    text: str
    qualifier: str = ""
    negated: bool = False

    @property
    def typed(self) -> str:
        """The same as somebody types it."""
        minus = "-" if self.negated else ""
        return f"{minus}{self.qualifier}:{self.text}" if self.qualifier else minus + self.text

    def unknown(self) -> Unsearchable:
        """Say that nobody can search by it: a condition that is left out would find too much."""
        return Unsearchable(UNKNOWN, self.typed)

    def one_of(self, known: Mapping[str, V]) -> V:
        """What its value means. Raises Unsearchable for one that means nothing."""
        value = self.text.lower()
        if value not in known:
            raise self.unknown()
        return known[value]

    def some_of(self, known: Mapping[str, V]) -> frozenset[V]:
        """What its values mean, which stand between commas. Raises Unsearchable."""
        names = self.text.lower().split(",")
        if self.negated or not known.keys() >= set(names):
            raise self.unknown()
        return frozenset(known[name] for name in names)

    def order(self, known: Mapping[str, V]) -> tuple[V, bool]:
        """The order that `sort:stars-asc` means, and whether the most comes first.

        Raises Unsearchable.
        """
        name, way = self.text, "desc"
        if name.endswith(("-asc", "-desc")):
            name, _, way = name.rpartition("-")
        if name not in known or self.negated:
            raise self.unknown()
        return known[name], way == "desc"


class Words(Struct, frozen=True):
    """What every search has: words that are looked for, and words that are not to be there."""

    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


W = TypeVar("W", bound=Words)


def read(text: str, found: W, conditions: Mapping[str, Callable[[W, Term], W]]) -> W:
    """Add to a search what somebody typed; each qualifier has a function that adds its condition.

    Raises Unsearchable for a condition that this server cannot keep.
    """
    for term in terms(text):
        if not term.qualifier:
            found = _with_word(found, term)
        elif term.qualifier in conditions:
            found = conditions[term.qualifier](found, term)
        else:
            raise term.unknown()
    return found


def _with_word(found: W, term: Term) -> W:
    word = term.text.lower()
    if term.negated:
        return replace(found, without=(*found.without, word))
    return replace(found, words=(*found.words, word))


def terms(text: str) -> Sequence[Term]:
    """Take a search apart. Raises Unsearchable."""
    if "\0" in text:
        raise Unsearchable(UNKNOWN, "\\0")
    found = [one for one in _read(TERM.findall(text)) if one.text or one.qualifier]
    if len(found) > MOST_TERMS:
        raise Unsearchable(TOO_MANY, MOST_TERMS)
    if sum(len(one.text) for one in found if not one.qualifier) > LONGEST:
        raise Unsearchable(TOO_LONG, LONGEST)
    return found


def _read(typed: Sequence[str]) -> Iterator[Term]:
    operators = [one for one in typed if one in OPERATORS]
    if len(operators) > MOST_OPERATORS:
        raise Unsearchable(TOO_MANY_OPERATORS)
    if "OR" in operators:
        raise Unsearchable(UNKNOWN, "OR")
    turned = False
    for one in typed:
        if one in OPERATORS:
            turned = one == "NOT"
        else:
            yield _term(one, turned)
            turned = False


def _term(typed: str, turned: bool) -> Term:  # noqa: FBT001 - whether NOT stands before it
    minus = typed.startswith("-") and len(typed) > 1
    bare = typed[1:] if minus else typed
    negated = minus != turned
    matched = QUALIFIER.fullmatch(bare)
    if matched is None:
        return Term(bare.replace('"', ""), negated=negated)
    return Term(matched[2].strip('"'), matched[1], negated)
