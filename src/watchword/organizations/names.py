"""What organizations and teams may be called, and what may be said of them."""

import re
import unicodedata

from watchword.accounts import names as accounts
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import N_, filled

LONGEST_DESCRIPTION = 160
LONGEST_TEXT = 255
LONGEST_TEAM_NAME = 255
LINES = {
    "name": N_("Name must be one line of at most %(most)s characters"),
    "description": N_("Description must be one line of at most %(most)s characters"),
    "company": N_("Company must be one line of at most %(most)s characters"),
    "blog": N_("Blog must be one line of at most %(most)s characters"),
    "location": N_("Location must be one line of at most %(most)s characters"),
}
BLOG = re.compile(r"(https?://)?[^\s\x00-\x1f\x7f<>\"']+")


def login(text: str) -> str:
    """Check the login of an organization. Raises Invalid."""
    try:
        return accounts.login(text)
    except Invalid as error:
        found = error.errors[0]
        raise Invalid(FieldError("Organization", "login", "custom", found.message)) from error


def email(text: str | None, field: str) -> str | None:
    """Check an address; None for none. Raises Invalid."""
    if not (text or "").strip():
        return None
    try:
        return accounts.email(text or "")
    except Invalid as error:
        message = error.errors[0].message
        raise Invalid(FieldError("Organization", field, "custom", message)) from error


def line(text: str | None, field: str, longest: int = LONGEST_TEXT) -> str | None:
    """Tidy a line of a profile; None when there is nothing left. Raises Invalid."""
    return _line("Organization", text, field, longest)


def blog(text: str | None) -> str | None:
    """Tidy a link; other schemes than http and https are refused, since it is shown as one."""
    tidy = line(text, "blog")
    if tidy and not (BLOG.fullmatch(tidy) and (":" not in tidy or "://" in tidy)):
        message = N_("Blog must be an address that begins with https:// or http://")
        raise Invalid(FieldError("Organization", "blog", "custom", message))
    return tidy


def team(text: str) -> str:
    """Check the name of a team. Raises Invalid."""
    tidy = _line("Team", text, "name", LONGEST_TEAM_NAME)
    if tidy is None or not slug(tidy):
        message = N_("Name must contain a letter or a digit")
        raise Invalid(FieldError("Team", "name", "custom", message))
    return tidy


def team_description(text: str | None) -> str | None:
    """Tidy the description of a team. Raises Invalid."""
    return _line("Team", text, "description", LONGEST_TEXT)


def slug(name: str) -> str:
    """The name of a team as addresses have it: small letters, digits, hyphens (GHES behaviour)."""
    plain = unicodedata.normalize("NFKD", name).lower()
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", kept).strip("-")[:LONGEST_TEAM_NAME]


def _line(resource: str, text: str | None, field: str, longest: int) -> str | None:
    tidy = (text or "").strip()
    if len(tidy) > longest or accounts.has_control(tidy):
        message = filled(LINES[field], most=longest)
        raise Invalid(FieldError(resource, field, "custom", message))
    return tidy or None
