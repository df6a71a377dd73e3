"""Looks through the bytes of one file for secrets."""

from collections.abc import Iterator, Sequence
from itertools import islice

from watchword.kernel.secret import Secret
from watchword.leaks.model import Spot
from watchword.leaks.patterns import PATTERNS, Pattern
from watchword.tokens.secret import in_front

LARGEST = 2**20
"""Bytes of a file that is looked through."""
MOST = 100
"""Secrets of one file that are told."""
BINARY_WITHIN = 8_000
"""A NUL in so many bytes makes a file binary, as git has it."""
PART_OF_A_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

Hit = tuple[str, Secret, Spot]
"""Type, secret, and where it stands."""


def is_binary(data: bytes) -> bool:
    """Whether nobody would read it as text."""
    return b"\0" in data[:BINARY_WITHIN]


def scan(data: bytes, site_prefix: str = "") -> Sequence[Hit]:
    """Find secrets; nothing in what is binary or too large.

    `site_prefix` is what this site puts before its own tokens.
    """
    if len(data) > LARGEST or is_binary(data):
        return []
    front = in_front(site_prefix).encode()
    return list(islice(_hits(data, front), MOST))


def _hits(data: bytes, front: bytes) -> Iterator[Hit]:
    for pattern in PATTERNS:
        if pattern.needle in data:
            yield from _of(pattern, data, front)


def _of(pattern: Pattern, data: bytes, front: bytes) -> Iterator[Hit]:
    group = 1 if pattern.form.groups else 0
    for match in pattern.form.finditer(data):
        before = match.start()
        if before and data[before - 1] in PART_OF_A_WORD:
            continue
        if not pattern.proves(match[group]):
            continue
        start, end = match.span(group)
        if front and pattern.kind.startswith("github_") and data.endswith(front, 0, start):
            start -= len(front)
        yield pattern.kind, Secret(data[start:end].decode("latin-1")), spot(data, start, end)


def spot(data: bytes, start: int, end: int) -> Spot:
    """Where bytes stand, in lines and columns that count from 1."""
    return Spot(
        data.count(b"\n", 0, start) + 1,
        data.count(b"\n", 0, end) + 1,
        start - (data.rfind(b"\n", 0, start) + 1) + 1,
        end - (data.rfind(b"\n", 0, end) + 1) + 1,
    )
