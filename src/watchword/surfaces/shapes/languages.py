"""What a file is, by its name alone: a language, and a media type."""

import mimetypes
from functools import lru_cache
from typing import Final

from pygments.lexers import find_lexer_class_for_filename

PLAIN: Final = "Text"
SPELT: Final = {"Text only": PLAIN, "reStructuredText": "reStructuredText", "Bash": "Shell"}
"""Names that GitHub has for what the highlighter calls otherwise."""
UNKNOWN: Final = "text/plain"


def language(name: str) -> str | None:
    """The language that a file's name tells; None where it tells none."""
    return _language(_end(name))


def media_type(name: str) -> str:
    """The media type that a file's name tells; plain text where it tells none."""
    return mimetypes.guess_type(_end(name), strict=False)[0] or UNKNOWN


def _end(name: str) -> str:
    """The part that tells: for `notes.py` the same as for any other `.py`."""
    stem, dot, ending = name.rpartition(".")
    return f"file.{ending}" if dot and stem else name


@lru_cache(1_024)
def _language(name: str) -> str | None:
    found = find_lexer_class_for_filename(name)
    return None if found is None else SPELT.get(found.name, found.name)
