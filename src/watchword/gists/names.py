"""What a gist may say of itself, and what its files may be called."""

import re
from collections.abc import Iterable
from typing import Final

from watchword.accounts.names import has_control
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import filled

ID: Final = re.compile(r"[0-9a-f]{32}")
LONGEST_NAME: Final = 255
"""Bytes."""
LONGEST_TEXT: Final = 255
LONGEST_COMMENT: Final = 65_536
FORBIDDEN: Final = frozenset({".git", "git~1", ".gitmodules", "gitmod~1"})
"""Names that mean something to git itself, also as some file systems shorten them (git-fsck(1))."""
UNSEEN: Final = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
"""Characters that some file systems leave out of a name: `.g<one of them>it` is `.git` there."""


def file(text: str) -> str:
    """Check a file's name: one that a tree may hold, and a folder anywhere. Raises Invalid."""
    name = text.strip()
    plain = UNSEEN.sub("", name).lower().rstrip(". ")
    bad = not plain or plain in FORBIDDEN or plain.startswith(".git:") or "/" in name
    try:
        long = len(name.encode()) > LONGEST_NAME
    except UnicodeEncodeError:
        bad = long = True
    if bad or long or "\\" in name or has_control(name):
        message = filled(
            "filename must be the name of a file: no slash, no control character, not .git, and "
            "at most %(most)s bytes",
            most=LONGEST_NAME,
        )
        raise Invalid(FieldError("Gist", "files", "custom", message))
    return name


def next_free(taken: Iterable[str]) -> str:
    """The name of a file that was given none."""
    known = set(taken)
    return next(name for at in range(1, 10_000) if (name := f"gistfile{at}.txt") not in known)


def description(text: str | None) -> str | None:
    """Tidy a description; None when there is nothing left. Raises Invalid."""
    tidy = (text or "").strip()
    if len(tidy) > LONGEST_TEXT or has_control(tidy):
        message = filled(
            "description must be one line of at most %(most)s characters", most=LONGEST_TEXT
        )
        raise Invalid(FieldError("Gist", "description", "custom", message))
    return tidy or None


def comment(text: str) -> str:
    """Check what somebody writes below a gist. Raises Invalid."""
    if not text.strip():
        raise Invalid(FieldError("GistComment", "body", "missing_field"))
    if "\0" in text or any("\ud800" <= one <= "\udfff" for one in text):
        raise Invalid(FieldError("GistComment", "body", "invalid"))
    if len(text) > LONGEST_COMMENT:
        message = filled("body is too long (maximum is %(most)s characters)", most=LONGEST_COMMENT)
        raise Invalid(FieldError("GistComment", "body", "custom", message))
    return text
