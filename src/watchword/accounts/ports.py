"""What this slice needs of storage."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from watchword.accounts.model import Email, Password, Session, User
from watchword.kernel import work
from watchword.kernel.ids import EmailId, SessionId, UserId
from watchword.kernel.pagination import Page, PageRequest


class NewUser(Struct, frozen=True):
    """An account to be made; all fields checked."""

    login: str
    email: str | None
    name: str | None
    password: Password | None
    """None: nobody can sign in until the operator sets one."""
    site_admin: bool


class UserStore(Protocol):
    """Accounts."""

    def by_id(self, user: UserId) -> User | None:
        """Find an account by its number."""

    def by_login(self, login: str) -> User | None:
        """Find an account by its login, whatever the case."""

    def by_emails(self, emails: Collection[str]) -> Mapping[str, User]:
        """Find accounts by their addresses, at most 500; given in lower case, as the keys are."""

    def every(self) -> Sequence[User]:
        """All accounts, by login."""

    def matching(self, words: Sequence[str], request: PageRequest) -> Page[User]:
        """People in whose login or name each of the words stands, in whatever case, by login."""

    def add(self, new: NewUser, now: int) -> User:
        """Keep a new account. Raises Conflict with "login" or "email" when that is taken."""

    def since(self, user: UserId, count: int) -> Sequence[User]:
        """Accounts of people with higher numbers than that one, the lowest first."""

    def update(self, user: UserId, values: Mapping[str, str | bool | None], now: int) -> None:
        """Change what the person says of themselves: by name of the field."""

    def set_primary(self, user: UserId, address: str, now: int) -> None:
        """Send mails there from now on. Raises Conflict when somebody else's mails go there."""

    def suspend(self, user: UserId, at: int | None) -> None:
        """Suspend from then on, or with None no longer."""

    def set_site_admin(self, user: UserId, *, on: bool) -> None:
        """Let somebody run the site, or no longer."""

    def site_admins(self) -> int:
        """How many people run the site and are not suspended."""

    def rename(self, user: User, login: str, now: int) -> None:
        """Change the login; the old one is kept for the account. Raises Conflict when taken."""

    def leave(self, user: User, now: int) -> None:
        """Let an account be found no longer; nobody else gets the login for a while."""

    def is_leaving(self, user: UserId) -> bool:
        """Whether an account left of which something is there still."""

    def remove(self, user: UserId) -> None:
        """Forget an account that left and owns nothing any more."""

    def password_of(self, user: UserId) -> Password | None:
        """What is kept of the password."""

    def set_password(self, user: UserId, password: Password, now: int) -> None:
        """Replace what is kept of the password."""


class EmailStore(Protocol):
    """Addresses of accounts."""

    def of(self, user: UserId) -> Sequence[Email]:
        """All addresses of a person: the primary one first, then as they were added."""

    def by_id(self, email: EmailId) -> Email | None:
        """Find an address by its number."""

    def is_taken(self, address: str, but: UserId) -> bool:
        """Whether another account showed that the address is its own, or gets its mails there."""

    def add(self, user: UserId, address: str, now: int) -> Email:
        """Keep an address, not verified yet. Raises Conflict when the person has it already."""

    def set_link(self, email: EmailId, digest: bytes, until: int) -> None:
        """Keep the keyed hash of a link's secret, in the place of the one before."""

    def verify(self, email: EmailId, now: int) -> None:
        """Note that it is theirs; the link is used up. Raises Conflict when it is another's."""

    def remove(self, email: EmailId) -> None:
        """Forget an address."""


class SessionStore(Protocol):
    """Browser sessions."""

    def add(self, digest: bytes, session: Session) -> SessionId:
        """Keep a new session under the keyed hash of its secret; its own id is ignored."""

    def by_digest(self, digest: bytes) -> tuple[Session, User] | None:
        """Find a session and its person."""

    def by_id(self, session: SessionId) -> Session | None:
        """Find a session by its number."""

    def of(self, user: UserId) -> Sequence[Session]:
        """All sessions of a person, the last seen first."""

    def seen(self, session: SessionId, at: int, address: str) -> None:
        """Note that it was used."""

    def prove(self, session: SessionId, digest: bytes, at: int) -> None:
        """Note that the password was given, and change the secret (session fixation, attack 34)."""

    def end(self, session: SessionId) -> None:
        """Forget a session."""

    def end_all(self, user: UserId, *, but: SessionId | None = None) -> int:
        """Forget all sessions of a person, but one; gives how many."""

    def sweep(self, seen_before: int) -> int:
        """Forget sessions that were idle for too long; gives how many."""


class Work(work.Work, Protocol):
    """A unit of work with accounts in it."""

    @property
    def users(self) -> UserStore:
        """Accounts."""

    @property
    def emails(self) -> EmailStore:
        """Addresses of accounts."""

    @property
    def sessions(self) -> SessionStore:
        """Browser sessions."""
