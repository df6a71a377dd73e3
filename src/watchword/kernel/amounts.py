"""How much of something a search asks for: a number or a time, compared, or a range (GHES)."""

import re
from typing import Final, Generic, TypeVar

from msgspec import Struct

from watchword.kernel import moments

M = TypeVar("M")

NUMBER: Final = re.compile(r"(?P<sign>[<>]=?)?(?P<number>[0-9]{1,15})")
RANGE: Final = re.compile(r"(?P<least>[0-9]{1,15}|\*)\.\.(?P<most>[0-9]{1,15}|\*)")
OPEN: Final = "*"


class Amount(Struct, frozen=True):
    """From the first on, up to the second; both belong to it."""

    least: int | None = None
    most: int | None = None


class Measured(Struct, Generic[M], frozen=True):
    """A measure that is within bounds; turned round: that is not."""

    what: M
    amount: Amount
    negated: bool = False


def number(text: str) -> Amount | None:
    """Read `10`, `>10`, `>=10`, `<10`, `<=10`, `10..50`, `*..50` or `10..*`; None for others."""
    if within := RANGE.fullmatch(text):
        ends = (None if end == OPEN else int(end) for end in within.group("least", "most"))
        return Amount(*ends)
    found = NUMBER.fullmatch(text)
    if found is None:
        return None
    bound = int(found["number"])
    return {
        None: Amount(bound, bound),
        ">": Amount(least=bound + 1),
        ">=": Amount(least=bound),
        "<": Amount(most=bound - 1),
        "<=": Amount(most=bound),
    }[found["sign"]]


def seconds(text: str) -> Amount | None:
    """Read a day or a moment in the same ways, in seconds since 1970; None for what is no time."""
    span = moments.span(text)
    if span is None:
        return None
    least = None if span.since is None else span.since // 1000
    return Amount(least, None if span.until is None else span.until // 1000 - 1)
