"""Facts about accounts and sessions."""

from dataclasses import dataclass

from watchword.kernel.events import Event
from watchword.kernel.ids import EmailId, UserId


@dataclass(frozen=True, slots=True)
class UserCreated(Event):
    """An account was made."""

    name = "user.create"
    user_id: UserId
    login: str


@dataclass(frozen=True, slots=True)
class UserSuspended(Event):
    """Nothing of the account works any more, until it is unsuspended."""

    name = "user.suspend"
    user_id: UserId
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class UserUnsuspended(Event):
    """The account and its tokens live again."""

    name = "user.unsuspend"
    user_id: UserId
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class UserPromoted(Event):
    """The person runs the site from now on."""

    name = "user.promote"
    user_id: UserId


@dataclass(frozen=True, slots=True)
class UserDemoted(Event):
    """The person runs the site no longer."""

    name = "user.demote"
    user_id: UserId


@dataclass(frozen=True, slots=True)
class UserRenamed(Event):
    """The account is called otherwise; its repositories are found under both logins."""

    name = "user.rename"
    user_id: UserId
    login_before: str
    login: str


@dataclass(frozen=True, slots=True)
class UserDeleted(Event):
    """The account is gone; what it owned follows piece by piece."""

    name = "user.delete"
    user_id: UserId
    login: str


@dataclass(frozen=True, slots=True)
class ProfileChanged(Event):
    """Name, language or theme changed."""

    name = "user.update"
    user_id: UserId
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmailAdded(Event):
    """An address was added to the account."""

    name = "user.add_email"
    user_id: UserId
    email_id: EmailId
    email: str


@dataclass(frozen=True, slots=True)
class EmailLinkWanted(Event):
    """A link for verifying an address is to be mailed there."""

    name = "user.resend_email_link"
    user_id: UserId
    email_id: EmailId
    email: str


@dataclass(frozen=True, slots=True)
class EmailVerified(Event):
    """The link that was mailed to the address was followed."""

    name = "user.verify_email"
    user_id: UserId
    email_id: EmailId
    email: str


@dataclass(frozen=True, slots=True)
class EmailRemoved(Event):
    """An address was taken away from the account."""

    name = "user.remove_email"
    user_id: UserId
    email_id: EmailId
    email: str


@dataclass(frozen=True, slots=True)
class PrimaryEmailChanged(Event):
    """Mails go to another address from now on."""

    name = "user.change_email"
    user_id: UserId
    email: str
    email_before: str | None


@dataclass(frozen=True, slots=True)
class EmailVisibilityChanged(Event):
    """Which address the profile shows changed; None is none."""

    name = "user.change_email_visibility"
    user_id: UserId
    email: str | None


@dataclass(frozen=True, slots=True)
class PasswordChanged(Event):
    """A new password; other sessions of the account ended with it."""

    name = "user.change_password"
    user_id: UserId
    one_time: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn(Event):
    """A browser session began."""

    name = "user.login"
    user_id: UserId
    session: int

    @property
    def doer(self) -> UserId | None:
        """The person: the password has just shown it."""
        return self.user_id


@dataclass(frozen=True, slots=True)
class SignInFailed(Event):
    """A wrong password, or a login that nobody has: the same is stored, so that the work is.

    The login that was typed is not kept: people type their password there. That of the account is
    told with the fact, so that nothing more is looked up for an account that is there (attack 17).
    """

    name = "user.failed_login"
    user_id: UserId | None
    login: str | None = None


@dataclass(frozen=True, slots=True)
class SignedOut(Event):
    """A session was ended by its person."""

    name = "user.logout"
    user_id: UserId
    session: int
