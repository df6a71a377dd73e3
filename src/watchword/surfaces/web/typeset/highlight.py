"""Colours for code.

Runs in a process of its own: a lexer may take for ever on what somebody pushed.
"""

import re

from pygments import highlight as colour
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name, find_lexer_class_for_filename
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

from watchword.surfaces.web.typeset.lines import rows

PREFIX = "hl-"
"""Before the classes of the spans, so that a page's own classes are never meant."""
INTERPRETER = re.compile(r"#!\s*(?:\S*/)?(?:env\s+(?:-S\s+)?)?(?:\S*/)?(?P<name>[a-z]+)")
LONGEST_FIRST_LINE = 200
"""Characters that are searched for the name of an interpreter."""
BY_INTERPRETER = {
    "bash": "bash",
    "sh": "bash",
    "dash": "bash",
    "zsh": "zsh",
    "python": "python",
    "perl": "perl",
    "ruby": "ruby",
    "node": "javascript",
    "php": "php",
    "lua": "lua",
    "awk": "awk",
    "make": "make",
}
OPTIONS = {"stripnl": False, "ensurenl": True}
FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True, classprefix=PREFIX)


def code(name: str, text: str) -> str:
    """Make the numbered lines of a file, coloured by the language that its name tells."""
    lines = colour(text, _lexer(name, text), FORMATTER).split("\n")
    return rows(lines[:-1])


def snippet(language: str, text: str) -> str:
    """Colour a piece of code whose language is named; gives it without colours where it is not."""
    try:
        lexer = find_lexer_class_by_name(language)(**OPTIONS)
    except ClassNotFound:
        lexer = TextLexer(**OPTIONS)
    return colour(text, lexer, FORMATTER)


def _lexer(name: str, text: str) -> Lexer:
    found = find_lexer_class_for_filename(name.rpartition("/")[2], text)
    if found is not None:
        return found(**OPTIONS)
    script = INTERPRETER.match(text[:LONGEST_FIRST_LINE])
    alias = BY_INTERPRETER.get(script["name"], "") if script else ""
    return find_lexer_class_by_name(alias)(**OPTIONS) if alias else TextLexer(**OPTIONS)
