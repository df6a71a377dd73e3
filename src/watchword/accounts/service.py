"""What is done with accounts."""

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import accounts as table
from watchword.accounts import names
from watchword.accounts.events import (
    PasswordChanged,
    ProfileChanged,
    UserCreated,
)
from watchword.accounts.model import ONE_TIME_LIFE, Password, Site, User
from watchword.accounts.ports import NewUser, Work
from watchword.kernel.errors import Conflict, FieldError, Invalid
from watchword.kernel.ids import SessionId

THEMES = ("system", "light", "dark", "light-more", "dark-more")
"""As the system has it, or one of two with usual or more contrast."""


class Registration(Struct, frozen=True):
    """What the operator says of a new account. The password is already hashed."""

    login: str
    email: str | None
    password_hash: str | None
    """None: nobody signs in yet."""
    one_time: bool = False
    """The password was made by the server: void after 7 days, changed at the first sign-in."""
    site_admin: bool = False
    name: str | None = None


def create(work: Work, grant: Grant[Site], new: Registration) -> User:
    """Make an account. Raises Invalid for a bad or taken login or email."""
    grant.must_cover(table.CREATE)
    account = NewUser(
        login=names.login(new.login),
        email=names.email(new.email) if new.email else None,
        name=names.display_name(new.name),
        password=None
        if new.password_hash is None
        else _password(new.password_hash, work.now if new.one_time else None),
        site_admin=new.site_admin,
    )
    try:
        user = work.users.add(account, work.now)
    except Conflict as taken:
        field = taken.text or "login"
        raise Invalid(FieldError("User", field, "already_exists")) from taken
    work.record(UserCreated(user.id, user.login))
    return user


def set_password(work: Work, grant: Grant[User], password_hash: str, *, one_time: bool) -> None:
    """Replace the password as the operator; all sessions of the account end."""
    grant.must_cover(table.SET_PASSWORD)
    kept = _password(password_hash, work.now if one_time else None)
    work.users.set_password(grant.target.id, kept, work.now)
    work.sessions.end_all(grant.target.id)
    work.record(PasswordChanged(grant.target.id, one_time))


def change_password(
    work: Work, grant: Grant[User], password_hash: str, keep: SessionId | None
) -> None:
    """Replace one's own password, the old one having been checked; other sessions end."""
    grant.must_cover(table.CHANGE_PASSWORD)
    work.users.set_password(grant.target.id, Password(password_hash), work.now)
    work.sessions.end_all(grant.target.id, but=keep)
    work.record(PasswordChanged(grant.target.id))


def update_appearance(work: Work, grant: Grant[User], *, theme: str, language: str | None) -> None:
    """Change how pages look and in which language they speak; None follows the browser.

    Raises Invalid for a theme that there is not. Which languages there are, the surface knows.
    """
    grant.must_cover(table.UPDATE_PROFILE)
    if theme not in THEMES:
        raise Invalid(FieldError("User", "theme", "invalid"))
    work.users.update(grant.target.id, {"theme": theme, "language": language}, work.now)
    work.record(ProfileChanged(grant.target.id, ("theme", "language")))


def update_language(work: Work, grant: Grant[User], language: str | None) -> None:
    """Change in which language pages and mails speak; None follows the browser."""
    grant.must_cover(table.UPDATE_PROFILE)
    if language != grant.target.language:
        work.users.update(grant.target.id, {"language": language}, work.now)
        work.record(ProfileChanged(grant.target.id, ("language",)))


def _password(kept: str, made_one_time_at: int | None) -> Password:
    return Password(kept, None if made_one_time_at is None else made_one_time_at + ONE_TIME_LIFE)
