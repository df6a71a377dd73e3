"""Facts about classic tokens, under the names that GitHub's log has for them: OAuth accesses."""

from dataclasses import dataclass

from watchword.kernel.events import Event
from watchword.kernel.ids import TokenId, UserId


@dataclass(frozen=True, slots=True)
class TokenCreated(Event):
    """A token was made."""

    name = "oauth_access.create"
    user_id: UserId
    token: TokenId
    note: str
    scopes: str
    hashed_token: str
    token_last_eight: str
    expires_at: int | None
    impersonator: str | None = None
    """The login of who runs the site and acts with it for the account."""


@dataclass(frozen=True, slots=True)
class TokenUpdated(Event):
    """Note or scopes changed."""

    name = "oauth_access.update"
    user_id: UserId
    token: TokenId
    note: str
    scopes: str
    scopes_before: str


@dataclass(frozen=True, slots=True)
class TokenRegenerated(Event):
    """The record stays, the secret is a new one; the old one is dead."""

    name = "oauth_access.regenerate"
    user_id: UserId
    token: TokenId
    hashed_token: str
    hashed_token_before: str
    token_last_eight: str
    expires_at: int | None


@dataclass(frozen=True, slots=True)
class TokenRevoked(Event):
    """A token was ended; its record stays in the list."""

    name = "oauth_access.revoke"
    user_id: UserId
    token: TokenId
    hashed_token: str
    by: str


@dataclass(frozen=True, slots=True)
class TokenDeleted(Event):
    """A token and its record are gone."""

    name = "oauth_access.destroy"
    user_id: UserId
    token: TokenId
    note: str
    hashed_token: str


@dataclass(frozen=True, slots=True)
class TokenExpiring(Event):
    """A token ends in so many days, or sooner."""

    name = "oauth_access.expires_soon"
    user_id: UserId
    token: TokenId
    note: str
    scopes: str
    expires_at: int
    days: int


@dataclass(frozen=True, slots=True)
class TokenExpired(Event):
    """The time of a token is over."""

    name = "oauth_access.expire"
    user_id: UserId
    token: TokenId
    note: str
    scopes: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class UsernameMismatch(Event):
    """A live token came beside the login of another account (attack 10)."""

    name = "token.username_mismatch"
    user_id: UserId
    token: TokenId
    username: str
