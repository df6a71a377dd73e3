"""Applications, sign-ins through them, and what is on its way; secrets themselves are not here."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.access.scopes import Scope
from watchword.kernel.ids import (
    ApplicationId,
    ClientSecretId,
    DeviceId,
    FamilyId,
    TokenId,
    UserId,
)
from watchword.kernel.secret import Secret

CODE_LIFE: Final = 600
"""Seconds for which an authorisation code can be exchanged (GHES behaviour)."""
DEVICE_LIFE: Final = 900
"""Seconds for which a device code can be approved (GHES behaviour)."""
INTERVAL: Final = 5
"""Seconds between two polls (RFC 8628 section 3.2)."""
ACCESS_LIFE: Final = 28_800
"""Seconds of an access token that can be refreshed (GHES behaviour)."""
REFRESH_LIFE: Final = 15_811_200
"""Seconds of a refresh token (GHES behaviour)."""
GRACE: Final = 120
"""Seconds for which a used refresh token still works: the answer to its use may have been lost."""
MOST_FAMILIES: Final = 10
"""Sign-ins of one person through one application with the same scopes (GHES behaviour)."""
OFFLINE: Final = "offline_access"
"""Asks for a token that expires and can be refreshed; it is no scope of ours."""
GITHUB_CLI: Final = "178c6fc778ccc68e1d6a"
GIT_CREDENTIAL_OAUTH: Final = "a4792ccc-144e-407e-86c9-5e7d8d9c3269"


class Expiry(StrEnum):
    """Whether an application's tokens expire and are refreshed."""

    NEVER = "never"
    """It cannot refresh. Its tokens die when they are not used for long."""
    ASKED = "asked"
    """When it asks for `offline_access`."""
    ALWAYS = "always"


class Application(Struct, frozen=True):
    """A program that asks people for tokens."""

    id: ApplicationId
    client_id: str
    owner: UserId | None
    """Who registered it; nobody for a client that every server of this kind knows."""
    name: str
    homepage: str
    description: str
    callbacks: tuple[str, ...]
    """Where the browser may be sent back to; the first one where none is named."""
    confidential: bool
    """It keeps a secret. Whatever a public client sends as one is trusted for nothing."""
    device_flow: bool
    """Whoever registered it wants devices to sign in by a code."""
    expiry: Expiry
    default_scopes: tuple[Scope, ...]
    """What it means when it asks for nothing in particular."""
    disabled_at: int | None
    created_at: int
    updated_at: int
    device_flow_disabled_at: int | None = None
    """The operator lets no device sign in through it."""

    @property
    def takes_devices(self) -> bool:
        """Whether devices sign in through it by a code."""
        return self.device_flow and self.device_flow_disabled_at is None

    @property
    def is_public(self) -> bool:
        """That there is an application is no secret: people are sent to it."""
        return True

    def role_of(self, actor: Actor) -> Role:
        """Its owner changes it; it may itself ask about its tokens."""
        if actor.user is not None and actor.user == self.owner:
            return Role.ADMIN
        itself = actor.application is not None and actor.application == self.id
        # Of a public client whoever holds the token is as good as the client.
        return Role.READ if itself or not self.confidential else Role.NONE


class ClientSecret(Struct, frozen=True):
    """One of an application's secrets; the secret itself is shown once."""

    id: ClientSecretId
    application: ApplicationId
    last_eight: str
    created_at: int
    last_used_at: int | None = None


class Asked(Struct, frozen=True):
    """What an application asks a person for."""

    application: ApplicationId
    scopes: tuple[Scope, ...]
    offline: bool
    """The token is to expire and to be refreshed."""


class Code(Struct, frozen=True):
    """An authorisation code on its way from the browser to the application."""

    id: int
    asked: Asked
    user: UserId
    redirect_uri: str
    """The very string that the browser was sent to."""
    challenge: str | None
    """PKCE, always S256 (RFC 7636 section 4.3)."""
    expires_at: int
    used_at: int | None = None
    family: FamilyId | None = None
    """What it was exchanged for."""


class Device(Struct, frozen=True):
    """A request for sign-in from a device without a browser (RFC 8628)."""

    id: DeviceId
    asked: Asked
    address: str
    """Where the request came from: people are shown it before they approve."""
    agent: str
    interval: int
    created_at: int
    expires_at: int
    polled_at: int | None = None
    user: UserId | None = None
    """Who approved it."""
    approved_at: int | None = None
    denied_at: int | None = None

    def is_waiting(self, now: int) -> bool:
        """Whether somebody may still approve it."""
        return self.approved_at is None and self.denied_at is None and now < self.expires_at


class Family(Struct, frozen=True):
    """One sign-in of a person through an application: all tokens that come of it die together."""

    id: FamilyId
    application: ApplicationId
    user: UserId
    scopes: tuple[Scope, ...]
    created_at: int


class RefreshToken(Struct, frozen=True):
    """What gets the next access token. Used once; a second use ends the family."""

    id: int
    family: FamilyId
    token: TokenId | None
    """The access token that came with it."""
    created_at: int
    expires_at: int
    used_at: int | None = None
    successor: int | None = None
    """The one that came in its place; None in a used one whose answer was taken to be lost."""


class Issued(Struct, frozen=True):
    """What an application is given, once."""

    access_token: Secret
    scopes: tuple[Scope, ...]
    expires_in: int | None = None
    refresh_token: Secret | None = None
    refresh_token_expires_in: int | None = None
