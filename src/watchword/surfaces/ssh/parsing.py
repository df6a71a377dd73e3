"""What the one line that an SSH client sends asks for. No shell ever sees it."""

import re
from typing import Final

from msgspec import Struct

LONGEST: Final = 1_024
"""Characters of a line."""
WORD: Final = r"""(?: +(?:'([^'\\]*)'|"([^"\\]*)"|([^\s'"\\]+)))"""
LINE: Final = re.compile(rf"([a-z][a-z-]*){WORD}?{WORD}? *")
"""A verb and at most two words; git puts a path between single quotes."""
NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,100}")
DOT_GIT: Final = ".git"
GIST: Final = "gist"
"""Stands in the place of an owner before the id of a gist; no account is called so."""


class Asked(Struct, frozen=True):
    """A verb and what came with it."""

    verb: str
    arguments: tuple[str, ...]


class Place(Struct, frozen=True):
    """The repository, or gist, that a path means."""

    owner: str
    name: str
    """Without `.git`; of a gist its id."""

    @property
    def full_name(self) -> str:
        """OWNER/NAME as it was asked for."""
        return f"{self.owner}/{self.name}"

    @property
    def of_gist(self) -> bool:
        """Whether it is a gist."""
        return self.owner == GIST


def parse(line: str) -> Asked | None:
    """Take a line apart; None for one that means nothing here."""
    if len(line) > LONGEST or not line.isprintable():
        return None
    found = LINE.fullmatch(line)
    if found is None:
        return None
    verb, *words = found.groups()
    pairs = (words[:3], words[3:])
    given = ([one for one in pair if one is not None] for pair in pairs)
    return Asked(verb, tuple(one[0] for one in given if one))


def place(path: str) -> Place | None:
    """Read a path: `O/R.git`, `/O/R`. None for what can be the name of nothing."""
    parts = path.removeprefix("/").removesuffix("/").split("/")
    if len(parts) != 2:
        return None
    owner, name = parts[0], parts[1].removesuffix(DOT_GIT)
    if not all(NAME.fullmatch(one) and one.strip(".") for one in (owner, name)):
        return None
    return Place(owner, name)
