"""What those who run the site do with the accounts of others."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import accounts as table
from watchword.accounts import names
from watchword.accounts.events import (
    PasswordChanged,
    UserDemoted,
    UserPromoted,
    UserRenamed,
    UserSuspended,
    UserUnsuspended,
)
from watchword.accounts.model import ONE_TIME_LIFE, Password, Site, User
from watchword.accounts.ports import Work
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotPermitted
from watchword.kernel.words import N_, filled

OWN: Final = N_("You cannot do this to your own account.")
LAST: Final = N_("The last site administrator stays.")
LONGEST_REASON: Final = 1_000


def suspend(work: Work, grant: Grant[Site], user: User, reason: str | None = None) -> None:
    """Suspend: sessions end now; tokens are refused until the account is unsuspended.

    Raises NotPermitted for one's own account and for the last site administrator, and Invalid.
    """
    grant.must_cover(table.SUSPEND)
    must_be_of_others(grant, user)
    reason = _reason(reason)
    if user.suspended_at is None:
        must_leave_an_administrator(work, user)
        work.users.suspend(user.id, work.now)
        work.sessions.end_all(user.id)
        work.record(UserSuspended(user.id, reason))


def unsuspend(work: Work, grant: Grant[Site], user: User, reason: str | None = None) -> None:
    """Let the account and its tokens live again. Raises NotPermitted for one's own, and Invalid."""
    grant.must_cover(table.SUSPEND)
    must_be_of_others(grant, user)
    reason = _reason(reason)
    if user.suspended_at is not None:
        work.users.suspend(user.id, None)
        work.record(UserUnsuspended(user.id, reason))


def promote(work: Work, grant: Grant[Site], user: User) -> None:
    """Let a person run the site."""
    grant.must_cover(table.PROMOTE)
    if not user.site_admin:
        work.users.set_site_admin(user.id, on=True)
        work.record(UserPromoted(user.id))


def demote(work: Work, grant: Grant[Site], user: User) -> None:
    """Let a person run the site no longer.

    Raises NotPermitted for oneself and for the last one who does (GHES behaviour).
    """
    grant.must_cover(table.PROMOTE)
    must_be_of_others(grant, user)
    if user.site_admin:
        must_leave_an_administrator(work, user)
        work.users.set_site_admin(user.id, on=False)
        work.record(UserDemoted(user.id))


def rename(work: Work, grant: Grant[Site], user: User, login: str) -> None:
    """Call an account otherwise; what it owns is found under the old login too. Raises Invalid."""
    grant.must_cover(table.RENAME)
    login = names.login(names.normalised(login))
    if login == user.login:
        return
    try:
        work.users.rename(user, login, work.now)
    except Conflict as taken:
        raise Invalid(FieldError("User", "login", "already_exists")) from taken
    work.record(UserRenamed(user.id, user.login, login))


def give_password(work: Work, grant: Grant[Site], user: User, password_hash: str) -> None:
    """Replace a password by a one-time one; all sessions of the account end, its tokens go on.

    Raises NotPermitted for one's own account.
    """
    grant.must_cover(table.GIVE_PASSWORD)
    must_be_of_others(grant, user)
    kept = Password(password_hash, work.now + ONE_TIME_LIFE)
    work.users.set_password(user.id, kept, work.now)
    work.sessions.end_all(user.id)
    work.record(PasswordChanged(user.id, one_time=True))


def must_be_of_others(grant: Grant[Site], user: User) -> None:
    """Raise NotPermitted where people would shut themselves out (GHES behaviour)."""
    if grant.actor.user == user.id:
        raise NotPermitted(OWN)


def must_leave_an_administrator(work: Work, user: User) -> None:
    """Raise NotPermitted when nobody else runs the site."""
    runs_it = user.site_admin and user.suspended_at is None
    if runs_it and work.users.site_admins() <= 1:
        raise NotPermitted(LAST)


def _reason(text: str | None) -> str | None:
    tidy = (text or "").strip()
    if len(tidy) > LONGEST_REASON or names.has_control(tidy):
        message = filled(
            "Reason must be one line of at most %(most)s characters", most=LONGEST_REASON
        )
        raise Invalid(FieldError("User", "reason", "custom", message))
    return tidy or None
