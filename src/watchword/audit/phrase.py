"""What people type to search the log: `action:repo.create actor:octavia created:>=2026-01-01`.

Terms stand beside each other and all hold; several of one qualifier are alternatives. A minus in
front of a term turns it round (GHES behaviour: docs, "Searching the audit log").
"""

import ipaddress
import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from watchword.audit import names
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.moments import Span, span
from watchword.kernel.words import N_, filled

LONGEST: Final = 1_000
MOST_TERMS: Final = 32
QUALIFIERS: Final = frozenset(
    {"action", "actor", "user", "org", "repo", "created", "ip", "operation", "hashed_token"}
)
EXACT_CASE: Final = frozenset({"hashed_token"})
WORD: Final = "word"
"""What a term without a qualifier is: looked for in the action and in all names."""
TERM: Final = re.compile(
    r"(?P<minus>-)?(?:(?P<qualifier>[a-z_]+):)?(?:\"(?P<quoted>[^\"]*)\"|(?P<plain>\S+))",
    re.IGNORECASE,
)
UNREADABLE: Final = N_("The phrase cannot be read near “%(near)s”.")
UNKNOWN: Final = N_("There is no qualifier “%(near)s”.")
TOO_LONG: Final = N_("The phrase is too long.")


class Term(Struct, frozen=True):
    """One condition: any of the values, or none of them."""

    qualifier: str
    values: tuple[str, ...]
    negated: bool = False


class Phrase(Struct, frozen=True):
    """All that an entry must satisfy."""

    terms: tuple[Term, ...] = ()
    spans: tuple[tuple[Span, bool], ...] = ()
    """Times between which it happened; and whether that is turned round."""

    def with_term(self, *terms: Term) -> "Phrase":
        """The same with more conditions."""
        return replace(self, terms=self.terms + terms)


class Unreadable(Invalid):
    """The phrase is no good; `near` is where."""

    def __init__(self, text: str, near: str = "") -> None:
        """Keep the sentence with its place, and what stands there."""
        super().__init__(FieldError("AuditLog", "phrase", "custom", filled(text, near=near[:80])))
        self.sentence = text
        self.near = near[:80]


def parse(text: str, org: str | None = None) -> Phrase:
    """Read a phrase; in the log of an organization a repository may be named without its owner.

    Raises Unreadable.
    """
    if len(text) > LONGEST:
        raise Unreadable(TOO_LONG)
    spans: list[tuple[Span, bool]] = []
    gathered: dict[tuple[str, bool], list[str]] = {}
    for count, (qualifier, value, negated) in enumerate(_terms(text)):
        if count >= MOST_TERMS:
            raise Unreadable(TOO_LONG)
        if qualifier == "created":
            found = span(value)
            if found is None:
                raise Unreadable(UNREADABLE, f"created:{value}")
            spans.append((found, negated))
        else:
            # Words all hold; alternatives are those of one qualifier.
            key = (qualifier if qualifier != WORD else f"{WORD}{count}", negated)
            gathered.setdefault(key, []).append(_value(qualifier, value, org))
    terms = [
        Term(WORD if name.startswith(WORD) else name, tuple(values), negated)
        for (name, negated), values in gathered.items()
    ]
    return Phrase(tuple(terms), tuple(spans))


def _terms(text: str) -> Iterator[tuple[str, str, bool]]:
    at = 0
    while rest := text[at:].lstrip():
        at = len(text) - len(rest)
        found = TERM.match(text, at)
        if found is None or not (found["quoted"] or found["plain"]):
            raise Unreadable(UNREADABLE, rest)
        at = found.end()
        qualifier = (found["qualifier"] or "").lower()
        value = found["quoted"] if found["quoted"] is not None else found["plain"]
        if qualifier and qualifier not in QUALIFIERS:
            raise Unreadable(UNKNOWN, qualifier)
        if not qualifier and found["quoted"] is None:
            if value == "AND":
                continue
            if value in {"OR", "NOT"} or value.endswith(":"):
                raise Unreadable(UNREADABLE, value)
        yield qualifier or WORD, value, found["minus"] is not None


def _value(qualifier: str, value: str, org: str | None) -> str:
    if "\0" in value:
        raise Unreadable(UNREADABLE, qualifier)
    if qualifier == "ip":
        try:
            return str(ipaddress.ip_address(value))
        except ValueError as error:
            raise Unreadable(UNREADABLE, f"ip:{value}") from error
    if qualifier == "operation" and value.lower() not in names.KNOWN:
        raise Unreadable(UNREADABLE, f"operation:{value}")
    if qualifier == "repo" and "/" not in value and org is not None:
        value = f"{org}/{value}"
    return value if qualifier in EXACT_CASE else value.lower()
