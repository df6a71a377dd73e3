"""What repositories and branches may be called."""

import re

from watchword.accounts.names import has_control
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import N_, filled

NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
RESERVED_ENDINGS = (".git", ".wiki", ".atom")
LONGEST_TEXT = 350
LONGEST_HOMEPAGE = 255
HOMEPAGE = re.compile(r"https?://[^\s\x00-\x1f\x7f]+")


def repository(text: str) -> str:
    """Check a repository's name; blanks become hyphens as GitHub does it. Raises Invalid."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", text.strip())
    bad = not NAME.fullmatch(name) or name in {".", "..", "-"} or name.startswith("-")
    if bad or name.lower().endswith(RESERVED_ENDINGS) or has_control(text):
        message = N_(
            "Repository name may contain letters, digits, '.', '-' and '_', must not begin with "
            "'-' or end in .git, .wiki or .atom, and is at most 100 characters long"
        )
        raise Invalid(FieldError("Repository", "name", "custom", message))
    return name


def description(text: str | None) -> str | None:
    """Tidy a description; None when there is nothing left. Raises Invalid."""
    tidy = (text or "").strip()
    if len(tidy) > LONGEST_TEXT or has_control(tidy):
        message = filled(
            "Description must be one line of at most %(most)s characters", most=LONGEST_TEXT
        )
        raise Invalid(FieldError("Repository", "description", "custom", message))
    return tidy or None


def homepage(text: str | None) -> str | None:
    """Tidy a link; only http and https, since it is shown as one. Raises Invalid."""
    tidy = (text or "").strip()
    if tidy and (len(tidy) > LONGEST_HOMEPAGE or not HOMEPAGE.fullmatch(tidy)):
        message = N_("Homepage must begin with https:// or http://")
        raise Invalid(FieldError("Repository", "homepage", "custom", message))
    return tidy or None
