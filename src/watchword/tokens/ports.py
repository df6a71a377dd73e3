"""What this slice needs of storage."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from msgspec import Struct

from watchword.access.scopes import Scope
from watchword.accounts.model import User
from watchword.kernel.ids import FamilyId, TokenId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.keys import ports as keys
from watchword.tokens.model import Ended, Token


class Stored(Struct, frozen=True):
    """What is kept of a secret."""

    digest: bytes
    hashed: str
    last_eight: str


class NewToken(Struct, frozen=True):
    """A token to be kept; all fields checked."""

    owner: UserId
    note: str
    scopes: tuple[Scope, ...]
    expires_at: int | None
    secret: Stored
    impersonator: UserId | None = None
    """Who is to act with it for its owner."""
    minted_by: TokenId | None = None
    """The token that makes it: it ends with that one."""


class NewOAuthToken(Struct, frozen=True):
    """A token that an application gets; all fields checked."""

    owner: UserId
    family: FamilyId
    client_id: str
    note: str
    """The application's name."""
    scopes: tuple[Scope, ...]
    expires_at: int | None
    idle_limit: int | None
    secret: Stored


class Used(Struct, frozen=True):
    """One observation of use."""

    token: TokenId
    at: int
    address: str


class TokenStore(Protocol):
    """Tokens."""

    def by_digest(self, digest: bytes) -> tuple[Token, User] | None:
        """Find a token and its owner by the keyed hash, in one look-up."""

    def versions(self, digest: bytes) -> Sequence[int] | None:
        """Tell the number of a token, its version and that of its owner, in one look-up.

        While they are the same nothing of what `by_digest` gives has changed.
        """

    def by_id(self, token: TokenId) -> Token | None:
        """Find a token by its number."""

    def of(self, owner: UserId) -> Sequence[Token]:
        """The classic tokens of a person, dead ones too, the newest first."""

    def of_family(self, family: FamilyId) -> Sequence[Token]:
        """The tokens of one sign-in through an application, the newest first."""

    def every(self) -> Sequence[tuple[Token, User]]:
        """All tokens with their owners."""

    def impersonating(self, owner: UserId) -> Sequence[Token]:
        """Tokens with which others act for a person, dead ones too, the newest first."""

    def impersonating_by(self, impersonator: UserId) -> Sequence[Token]:
        """Tokens with which a person acts for others, dead ones too, the newest first."""

    def minted_by(self, token: TokenId) -> Sequence[Token]:
        """Tokens that a token made, the newest first."""

    def live(self, now: int, request: PageRequest) -> Page[tuple[Token, User]]:
        """Tokens of everybody that live at that second, with their owners, the newest first."""

    def add(self, new: NewToken, now: int) -> Token:
        """Keep a new token. Raises Conflict when the owner has one of that note."""

    def add_oauth(self, new: NewOAuthToken, now: int) -> Token:
        """Keep a new token of an application."""

    def expire(self, token: TokenId, at: int) -> None:
        """Let a token end at that second, unless it ends before."""

    def update(self, token: TokenId, note: str, scopes: tuple[Scope, ...], now: int) -> None:
        """Change note and scopes. Raises Conflict when the owner has another one of that note."""

    def replace_secret(
        self, token: TokenId, secret: Stored, expires_at: int | None, now: int
    ) -> None:
        """Keep a new secret in the place of the old one."""

    def end(self, token: TokenId, by: Ended, now: int) -> None:
        """End a token; its record stays."""

    def delete(self, token: TokenId) -> None:
        """Forget a token."""

    def ending(self, now: int, steps: Sequence[int], count: int) -> Sequence[Token]:
        """Classic tokens that came to a step (days before the end) and were not warned of there.

        Those that ended more than a day ago are left out. The next one to end comes first.
        """

    def note_warning(self, token: TokenId, step: int) -> None:
        """Note at which step people were told; a new secret begins anew."""

    def note_usage(self, used: Iterable[Used]) -> None:
        """Note when tokens were last used; an older observation never replaces a newer one."""


class Work(keys.Work, Protocol):
    """A unit of work with tokens in it."""

    @property
    def tokens(self) -> TokenStore:
        """Tokens."""
