"""Names of applications that a hasty reader would take for somebody else's (attack 32)."""

import unicodedata
from collections.abc import Iterable
from typing import Final

LOOKALIKES: Final = str.maketrans(
    {
        letter: latin
        for latin, letters in {
            "a": "4\u0430\u03b1\u0251",
            "b": "8\u0432\u03b2\u044c",
            "c": "\u0441\u03f2",
            "d": "\u0501",
            "e": "3\u0435\u03b5",
            "g": "9\u0261\u0581",
            "h": "\u04bb\u0570\u043d\u03b7",
            "i": "1l|!\u0131\u0456\u03b9\u04cf\u0269",
            "j": "\u0458",
            "k": "\u03ba\u043a",
            "m": "\u043c\u03bc",
            "n": "\u0578",
            "o": "0\u043e\u03bf\u0585",
            "p": "\u0440\u03c1",
            "r": "\u0433",
            "s": "5\u0455",
            "t": "7\u0442\u03c4",
            "u": "\u03c5\u057d",
            "v": "\u03bd\u0475",
            "w": "\u051d\u0461\u03c9",
            "x": "\u0445\u03c7",
            "y": "\u0443\u03b3",
        }.items()
        for letter in letters
    }
)
"""Digits, signs, and Cyrillic, Greek and Armenian letters that pass for Latin ones; l and i too."""


def folded(name: str) -> str:
    """A name as a hasty reader sees it: compatibility forms, case and gaps make no difference."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(LOOKALIKES)
    return "".join(one for one in plain if one.isalnum()).replace("vv", "w")


RESERVED: Final = tuple(
    folded(word)
    for word in ("watchword", "github", "gitcredential", "security", "administrator", "official")
)
"""What no person's application has in its name: it would look like the server's own."""


def poses(name: str, known: Iterable[str]) -> bool:
    """Whether the name looks like the server's own, or like one of the known clients' names."""
    seen = folded(name)
    return seen in map(folded, known) or any(word in seen for word in RESERVED)
