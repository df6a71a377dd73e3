"""Facts about accounts and sessions."""

from watchword.kernel.events import Event
from watchword.kernel.ids import EmailId, UserId


class UserCreated(Event, frozen=True):
    """An account was made."""

    name = "user.create"
    user_id: UserId
    login: str


class UserSuspended(Event, frozen=True):
    """Nothing of the account works any more, until it is unsuspended."""

    name = "user.suspend"
    user_id: UserId
    reason: str | None = None


class UserUnsuspended(Event, frozen=True):
    """The account and its tokens live again."""

    name = "user.unsuspend"
    user_id: UserId
    reason: str | None = None


class UserPromoted(Event, frozen=True):
    """The person runs the site from now on."""

    name = "user.promote"
    user_id: UserId


class UserDemoted(Event, frozen=True):
    """The person runs the site no longer."""

    name = "user.demote"
    user_id: UserId


class UserRenamed(Event, frozen=True):
    """The account is called otherwise; its repositories are found under both logins."""

    name = "user.rename"
    user_id: UserId
    login_before: str
    login: str


class UserDeleted(Event, frozen=True):
    """The account is gone; what it owned follows piece by piece."""

    name = "user.delete"
    user_id: UserId
    login: str


class ProfileChanged(Event, frozen=True):
    """Name, language or theme changed."""

    name = "user.update"
    user_id: UserId
    fields: tuple[str, ...]


class EmailAdded(Event, frozen=True):
    """An address was added to the account."""

    name = "user.add_email"
    user_id: UserId
    email_id: EmailId
    email: str


class EmailLinkWanted(Event, frozen=True):
    """A link for verifying an address is to be mailed there."""

    name = "user.resend_email_link"
    user_id: UserId
    email_id: EmailId
    email: str


class EmailVerified(Event, frozen=True):
    """The link that was mailed to the address was followed."""

    name = "user.verify_email"
    user_id: UserId
    email_id: EmailId
    email: str


class EmailRemoved(Event, frozen=True):
    """An address was taken away from the account."""

    name = "user.remove_email"
    user_id: UserId
    email_id: EmailId
    email: str


class PrimaryEmailChanged(Event, frozen=True):
    """Mails go to another address from now on."""

    name = "user.change_email"
    user_id: UserId
    email: str
    email_before: str | None


class EmailVisibilityChanged(Event, frozen=True):
    """Which address the profile shows changed; None is none."""

    name = "user.change_email_visibility"
    user_id: UserId
    email: str | None


class PasswordChanged(Event, frozen=True):
    """A new password; other sessions of the account ended with it."""

    name = "user.change_password"
    user_id: UserId
    one_time: bool = False


class SignedIn(Event, frozen=True):
    """A browser session began."""

    name = "user.login"
    user_id: UserId
    session: int

    @property
    def doer(self) -> UserId | None:
        """The person: the password has just shown it."""
        return self.user_id


class SignInFailed(Event, frozen=True):
    """A wrong password, or a login that nobody has: the same is stored, so that the work is.

    The login that was typed is not kept: people type their password there. That of the account is
    told with the fact, so that nothing more is looked up for an account that is there (attack 17).
    """

    name = "user.failed_login"
    user_id: UserId | None
    login: str | None = None


class SignedOut(Event, frozen=True):
    """A session was ended by its person."""

    name = "user.logout"
    user_id: UserId
    session: int
