"""Facts about classic tokens, under the names that GitHub's log has for them: OAuth accesses."""

from watchword.kernel.events import Event
from watchword.kernel.ids import TokenId, UserId


class TokenCreated(Event, frozen=True):
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


class TokenUpdated(Event, frozen=True):
    """Note or scopes changed."""

    name = "oauth_access.update"
    user_id: UserId
    token: TokenId
    note: str
    scopes: str
    scopes_before: str


class TokenRegenerated(Event, frozen=True):
    """The record stays, the secret is a new one; the old one is dead."""

    name = "oauth_access.regenerate"
    user_id: UserId
    token: TokenId
    hashed_token: str
    hashed_token_before: str
    token_last_eight: str
    expires_at: int | None


class TokenRevoked(Event, frozen=True):
    """A token was ended; its record stays in the list."""

    name = "oauth_access.revoke"
    user_id: UserId
    token: TokenId
    hashed_token: str
    by: str


class TokenDeleted(Event, frozen=True):
    """A token and its record are gone."""

    name = "oauth_access.destroy"
    user_id: UserId
    token: TokenId
    note: str
    hashed_token: str


class TokenExpiring(Event, frozen=True):
    """A token ends in so many days, or sooner."""

    name = "oauth_access.expires_soon"
    user_id: UserId
    token: TokenId
    note: str
    scopes: str
    expires_at: int
    days: int


class TokenExpired(Event, frozen=True):
    """The time of a token is over."""

    name = "oauth_access.expire"
    user_id: UserId
    token: TokenId
    note: str
    scopes: str
    expires_at: int


class UsernameMismatch(Event, frozen=True):
    """A live token came beside the login of another account (attack 10)."""

    name = "token.username_mismatch"
    user_id: UserId
    token: TokenId
    username: str
