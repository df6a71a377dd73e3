"""Who is named in a text with an `@`: people, and teams as `@ORG/TEAM` (GHES behaviour)."""

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

MOST: Final = 50
"""Names of one text that are looked at: nobody's text shall fill the boxes of all."""
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
CODE = re.compile(r"(?<!`)(`{1,8})(?!`)[^`\n]{1,1000}(?<!`)\1(?!`)")
COMMENT = re.compile(r"<!--.{0,65536}?-->", re.DOTALL)
NAME = re.compile(
    r"(?<![\w@/.`+-])@(?P<login>[A-Za-z0-9][A-Za-z0-9-]{0,38})(?:/(?P<team>[A-Za-z0-9][\w.-]{0,99}))?"
    r"(?![\w-])"
)


class Mentions(Struct, frozen=True):
    """Who is named, in lower case."""

    people: frozenset[str]
    teams: frozenset[tuple[str, str]]
    """Organization and slug."""

    @property
    def names(self) -> frozenset[str]:
        """The same as they are written, in lower case: `LOGIN` and `ORG/TEAM`."""
        return self.people | {f"{org}/{team}" for org, team in self.teams}


def of_names(names: Iterable[str]) -> Mentions:
    """The same again."""
    parts = [one.partition("/") for one in names]
    people = frozenset(login for login, slash, _ in parts if not slash)
    return Mentions(people, frozenset((org, team) for org, slash, team in parts if slash))


def mentions(text: str) -> Mentions:
    """Find who is named outside of code and comments."""
    people: dict[str, None] = {}
    teams: dict[tuple[str, str], None] = {}
    for found in NAME.finditer(CODE.sub(" ", COMMENT.sub(" ", _without_blocks(text)))):
        if len(people) + len(teams) >= MOST:
            break
        login, team = found["login"].lower(), found["team"]
        if team is None:
            people[login] = None
        else:
            teams[login, team.lower().rstrip(".")] = None
    return Mentions(frozenset(people), frozenset(teams))


def _without_blocks(text: str) -> str:
    """The text without its blocks of code (CommonMark 0.31, 4.5)."""
    kept: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = FENCE.match(line)
        if fence:
            closing = found is not None and found[1].startswith(fence)
            fence = "" if closing and not line.strip().strip(fence[0]) else fence
        elif found is not None:
            fence = found[1]
        else:
            kept.append(line)
    return "\n".join(kept)
