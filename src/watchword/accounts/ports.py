"""What this slice needs of storage."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from watchword.accounts.model import Password, Session, User
from watchword.kernel import work
from watchword.kernel.ids import SessionId, UserId
from watchword.kernel.pagination import Page, PageRequest


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account to be made; all fields checked."""

    login: str
    email: str | None
    name: str | None
    password: Password
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

    def update(self, user: UserId, values: Mapping[str, str | None], now: int) -> None:
        """Change name, language or theme."""

    def suspend(self, user: UserId, at: int | None) -> None:
        """Suspend from then on, or with None no longer."""

    def password_of(self, user: UserId) -> Password | None:
        """What is kept of the password."""

    def set_password(self, user: UserId, password: Password, now: int) -> None:
        """Replace what is kept of the password."""


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
    def sessions(self) -> SessionStore:
        """Browser sessions."""
