"""Patterns of branch names, as GitHub has them: Ruby's File.fnmatch with FNM_PATHNAME.

`*`, `?` and `[…]` stay within one part of a path; `**/` stands for any number of whole parts. All
ways to read a pattern are followed at once, one bit for each place in it, so that no pattern is
slow: whoever runs a repository writes it, and every push waits for it.
"""

from functools import lru_cache
from typing import Final

from msgspec import Struct

SLASH: Final = "/"
STAR: Final = "*"
DEEP: Final = "**/"


class Signs(Struct, frozen=True):
    """One character out of some, or out of all but some; never a slash."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool = False

    def holds(self, character: str) -> bool:
        """Whether it is one of them."""
        within = any(low <= character <= high for low, high in self.ranges)
        return character != SLASH and within is not self.negated


class Same(Struct, frozen=True):
    """Exactly that character."""

    character: str

    def holds(self, character: str) -> bool:
        """Whether it is that one."""
        return character == self.character


Piece = Same | Signs | str
ANY_ONE: Final = Signs((), negated=True)


class Pattern:
    """A pattern, made ready: bit n of a number stands for the place before piece n."""

    def __init__(self, text: str) -> None:
        """Take it apart."""
        self._pieces = _pieces(text)
        self._stars = self._where(STAR)
        self._deep = self._where(DEEP)
        self._end = 1 << len(self._pieces)
        self._holding: dict[str, int] = {}

    def matches(self, name: str) -> bool:
        """Whether the name of a branch is one that the pattern means."""
        here, within = self._closed(1), 0
        for character in name:
            over = (here | within) & self._deep
            here = (here & self._holders(character)) << 1 | (
                over if character == SLASH else here & self._stars
            )
            within = 0 if character == SLASH else over
            here = self._closed(here)
        return bool(here & self._end)

    def _closed(self, here: int) -> int:
        """The places, and those that are reached from them without a character."""
        while (more := here | (here & (self._stars | self._deep)) << 1) != here:
            here = more
        return here

    def _where(self, piece: str) -> int:
        return sum(1 << at for at, one in enumerate(self._pieces) if one == piece)

    def _holders(self, character: str) -> int:
        """The places whose piece that character is one of."""
        found = self._holding.get(character)
        if found is None:
            found = sum(
                1 << at
                for at, one in enumerate(self._pieces)
                if not isinstance(one, str) and one.holds(character)
            )
            self._holding[character] = found
        return found


def matches(pattern: str, name: str) -> bool:
    """Whether the name of a branch is one that the pattern means."""
    return _ready(pattern).matches(name)


def is_plain(pattern: str) -> bool:
    """Whether it means one branch only, the one of that name."""
    return not any(sign in pattern for sign in "*?[\\")


@lru_cache(256)
def _ready(pattern: str) -> Pattern:
    return Pattern(pattern)


def _pieces(pattern: str) -> tuple[Piece, ...]:
    found: list[Piece] = []
    at = 0
    while at < len(pattern):
        piece, size = _piece(pattern, at)
        # A star, or any number of parts, twice in a row is the same once.
        if not (found and piece in (STAR, DEEP) and piece == found[-1]):
            found.append(piece)
        at += size
    return tuple(found)


def _piece(pattern: str, at: int) -> tuple[Piece, int]:
    """The piece that begins there, and how many characters it takes."""
    begins_part = at == 0 or pattern[at - 1] == SLASH
    if begins_part and pattern.startswith(DEEP, at):
        return DEEP, len(DEEP)
    character = pattern[at]
    if character == STAR:
        return STAR, 1
    if character == "?":
        return ANY_ONE, 1
    if character == "\\" and at + 1 < len(pattern):
        return Same(pattern[at + 1]), 2
    end = pattern.find("]", at + 2)
    if character == "[" and end > 0:
        return _signs(pattern[at + 1 : end]), end + 1 - at
    return Same(character), 1


def _signs(text: str) -> Signs:
    negated = text[0] in "!^" and len(text) > 1
    rest = text[1:] if negated else text
    ranges: list[tuple[str, str]] = []
    at = 0
    while at < len(rest):
        is_range = rest[at + 1 : at + 2] == "-" and at + 2 < len(rest)
        ranges.append((rest[at], rest[at + 2] if is_range else rest[at]))
        at += 3 if is_range else 1
    return Signs(tuple(ranges), negated)
