"""What people say of themselves."""

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from watchword.access.gate import Grant
from watchword.access.table import accounts as table
from watchword.accounts import names
from watchword.accounts.events import EmailVisibilityChanged, ProfileChanged
from watchword.accounts.model import User
from watchword.accounts.ports import Work
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import N_, filled

Value: TypeAlias = str | bool | None

LINES: Final = {
    "company": N_("Company must be one line of at most %(most)s characters"),
    "blog": N_("Blog must be one line of at most %(most)s characters"),
    "location": N_("Location must be one line of at most %(most)s characters"),
}
LONGEST: Final = 255
LONGEST_BIO: Final = 160
TWITTER: Final = re.compile(r"[A-Za-z0-9_]{1,15}")


def update(work: Work, grant: Grant[User], changes: Mapping[str, Value]) -> User:
    """Change what is named, and leave the rest. Gives the account as it is then.

    There are name, email (the one that is shown), blog, company, location, bio, hireable and
    twitter_username. Raises Invalid with all complaints at once.
    """
    grant.must_cover(table.UPDATE_PROFILE)
    user, complaints = grant.target, list[FieldError]()
    checked: dict[str, Value] = {}
    for field, value in changes.items():
        try:
            checked[field] = _checked(work, user, field, value)
        except Invalid as invalid:
            complaints += invalid.errors
    if complaints:
        raise Invalid(*complaints)
    if "email" in checked:
        checked["public_email"] = checked.pop("email")
    changed = {name: value for name, value in checked.items() if getattr(user, name) != value}
    if changed:
        work.users.update(user.id, changed, work.now)
        work.record(ProfileChanged(user.id, tuple(sorted(changed))))
    if "public_email" in changed:
        work.record(EmailVisibilityChanged(user.id, str(changed["public_email"] or "") or None))
    now = work.users.by_id(user.id)
    assert now is not None
    return now


def _checked(work: Work, user: User, field: str, value: Value) -> Value:
    if field == "hireable":
        return value
    text = value if isinstance(value, str) else ""
    match field:
        case "name":
            return names.display_name(text)
        case "email":
            return _own_address(work, user, text)
        case "bio":
            return _bio(text)
        case "twitter_username":
            return _twitter(text)
        case _:
            return _line(field, text)


def _line(field: str, text: str) -> str | None:
    tidy = text.strip()
    if len(tidy) > LONGEST or names.has_control(tidy):
        message = filled(LINES[field], most=LONGEST)
        raise Invalid(FieldError("User", field, "custom", message))
    return tidy or None


def _bio(text: str) -> str | None:
    tidy = text.replace("\r\n", "\n").strip()
    if len(tidy) > LONGEST_BIO or names.has_control(tidy.replace("\n", " ")):
        message = filled("Bio is too long (maximum is %(most)s characters)", most=LONGEST_BIO)
        raise Invalid(FieldError("User", "bio", "custom", message))
    return tidy or None


def _twitter(text: str) -> str | None:
    tidy = text.strip().removeprefix("@")
    if tidy and not TWITTER.fullmatch(tidy):
        message = N_("Twitter username may only contain letters, digits and underscores")
        raise Invalid(FieldError("User", "twitter_username", "custom", message))
    return tidy or None


def _own_address(work: Work, user: User, text: str) -> str | None:
    """One of their own, verified; which other addresses there are on the server is not told."""
    wanted = text.strip().lower()
    if not wanted:
        return None
    for email in work.emails.of(user.id):
        if email.address.lower() == wanted and (email.primary or email.verified_at is not None):
            return email.address
    message = N_("Email is not one of your verified addresses")
    raise Invalid(FieldError("User", "email", "custom", message))
