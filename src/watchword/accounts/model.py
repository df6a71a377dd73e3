"""Accounts, sessions, and the site as the thing that site-wide operations are done to."""

from dataclasses import dataclass
from typing import Final

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.kernel.ids import EmailId, SessionId, UserId

ONE_TIME_LIFE: Final = 7 * 86_400
"""Seconds until a one-time password is void."""
SESSION_IDLE: Final = 14 * 86_400
"""Seconds without a request after which a browser session is over."""
SUDO_LIFE: Final = 2 * 3_600
"""Seconds for which a password check opens protected pages (GHES behaviour)."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whoever may own repositories: a person or an organization, told apart by their classes."""

    id: UserId
    login: str
    name: str | None

    @property
    def is_public(self) -> bool:
        """Profiles are public."""
        return True

    def role_of(self, actor: Actor) -> Role:  # noqa: ARG002 - for those who know more of it
        """Everybody reads a profile."""
        return Role.READ


@dataclass(frozen=True, slots=True)
class User(Account):
    """A person's account."""

    email: str | None
    site_admin: bool
    suspended_at: int | None
    created_at: int
    updated_at: int
    language: str | None = None
    theme: str = "system"
    must_change_password: bool = False
    """The password is a one-time one: it opens nothing but the page on which it is changed."""
    public_repositories: int = 0
    """How many public repositories the person owns."""
    private_repositories: int = 0
    """How many others."""
    public_gists: int = 0
    """How many gists of the person's are on lists."""
    private_gists: int = 0
    """How many are secret."""
    company: str | None = None
    blog: str | None = None
    location: str | None = None
    bio: str | None = None
    twitter_username: str | None = None
    hireable: bool | None = None
    public_email: str | None = None
    """The address that is shown to everybody who is signed in."""
    followers: int = 0
    following: int = 0
    row_version: int = 0
    """How often the account was changed."""

    def __hash__(self) -> int:
        """By its number: what is worked out of an account is kept, and found again often."""
        return hash(self.id)

    def role_of(self, actor: Actor) -> Role:
        """Everybody reads a profile; only the person changes it."""
        return Role.ADMIN if actor.user is not None and actor.user == self.id else Role.READ


class Email(Struct, frozen=True):
    """One address of an account."""

    id: EmailId
    user: UserId
    address: str
    primary: bool
    """Mails go there."""
    public: bool
    """It is shown on the profile."""
    added_at: int
    verified_at: int | None = None
    """When it was shown that the person reads what is sent there."""
    digest: bytes | None = None
    """Of the secret in the link that was mailed last."""
    link_until: int | None = None
    """From then on that link is dead."""

    @property
    def is_public(self) -> bool:
        """Nobody else learns which addresses somebody has; what is shown, the profile says."""
        return False

    def role_of(self, actor: Actor) -> Role:
        """An address is its person's."""
        return Role.ADMIN if actor.user is not None and actor.user == self.user else Role.NONE


class Site(Struct, frozen=True):
    """The server itself."""

    @property
    def is_public(self) -> bool:
        """That there is a server is no secret."""
        return True

    def role_of(self, actor: Actor) -> Role:
        """Site administrators run it; everybody may look at the front."""
        return Role.ADMIN if actor.site_admin else Role.READ


SITE = Site()


class Password(Struct, frozen=True):
    """What is kept of a password. `one_time_until` is None for one that the person chose."""

    hash: str
    one_time_until: int | None = None

    def is_void(self, now: int) -> bool:
        """Whether it is a one-time password that nobody used in time."""
        return self.one_time_until is not None and now >= self.one_time_until


class Session(Struct, frozen=True):
    """A browser that is signed in. The secret itself is kept as a keyed hash only."""

    id: SessionId
    user: UserId
    created_at: int
    seen_at: int
    password_at: int
    """When the password was last given: sudo counts from here."""
    address: str
    agent: str

    @property
    def is_public(self) -> bool:
        """Nobody else learns of a session."""
        return False

    def role_of(self, actor: Actor) -> Role:
        """A session is its person's."""
        return Role.ADMIN if actor.user is not None and actor.user == self.user else Role.NONE

    def is_over(self, now: int) -> bool:
        """Whether it was idle for too long."""
        return now - self.seen_at >= SESSION_IDLE

    def has_sudo(self, now: int) -> bool:
        """Whether the password was given within two hours."""
        return 0 <= now - self.password_at < SUDO_LIFE
