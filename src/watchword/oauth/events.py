"""Facts about sign-ins through applications; `oauth_access` is GitHub's word for a token."""

from dataclasses import dataclass

from watchword.kernel.events import Event
from watchword.kernel.ids import ApplicationId, ClientSecretId, FamilyId, TokenId, UserId


@dataclass(frozen=True, slots=True)
class SignInAuthorized(Event):
    """A person let an application act for them: a code or a device was approved."""

    name = "oauth_authorization.create"
    user_id: UserId
    application: ApplicationId
    application_name: str
    scopes: str
    flow: str


@dataclass(frozen=True, slots=True)
class SignInDenied(Event):
    """A person said no."""

    name = "oauth_authorization.deny"
    user_id: UserId
    application: ApplicationId
    flow: str


@dataclass(frozen=True, slots=True)
class SignInEnded(Event):
    """All tokens of one sign-in died."""

    name = "oauth_authorization.destroy"
    user_id: UserId
    application: ApplicationId
    family: FamilyId
    reason: str


@dataclass(frozen=True, slots=True)
class TokenIssued(Event):
    """An application got a token, by signing in or by refreshing one."""

    name = "oauth_access.issue"
    kept_as = "oauth_access.create"
    user_id: UserId
    application: ApplicationId
    family: FamilyId
    token: TokenId
    scopes: str
    hashed_token: str
    token_last_eight: str
    expires_at: int | None
    refreshed: bool

    @property
    def doer(self) -> UserId | None:
        """The person who signed in: the application acts for them."""
        return self.user_id


@dataclass(frozen=True, slots=True)
class TokenReset(Event):
    """An application had a token's secret replaced."""

    name = "oauth_access.reset"
    kept_as = "oauth_access.regenerate"
    user_id: UserId
    application: ApplicationId
    token: TokenId
    hashed_token: str
    hashed_token_before: str


@dataclass(frozen=True, slots=True)
class CodeReused(Event):
    """A code was presented twice: what it was exchanged for first is dead (attack 26)."""

    name = "oauth_authorization.code_reused"
    user_id: UserId
    application: ApplicationId


@dataclass(frozen=True, slots=True)
class RefreshTokenReused(Event):
    """A refresh token was presented again, too late for a lost answer (attack 27)."""

    name = "oauth_authorization.refresh_token_reused"
    user_id: UserId
    application: ApplicationId
    family: FamilyId


@dataclass(frozen=True, slots=True)
class ApplicationRegistered(Event):
    """A person registered an application."""

    name = "oauth_application.create"
    user_id: UserId
    application: ApplicationId
    application_name: str


@dataclass(frozen=True, slots=True)
class ApplicationUpdated(Event):
    """What an application says of itself changed."""

    name = "oauth_application.update"
    user_id: UserId
    application: ApplicationId
    application_name: str
    callbacks: str


@dataclass(frozen=True, slots=True)
class ApplicationDeleted(Event):
    """An application is gone, with all sign-ins through it."""

    name = "oauth_application.destroy"
    user_id: UserId
    application: ApplicationId
    application_name: str


@dataclass(frozen=True, slots=True)
class ClientSecretAdded(Event):
    """An application got another secret."""

    name = "oauth_application.generate_client_secret"
    user_id: UserId
    application: ApplicationId
    secret: ClientSecretId


@dataclass(frozen=True, slots=True)
class ClientSecretRemoved(Event):
    """A secret of an application is dead."""

    name = "oauth_application.remove_client_secret"
    user_id: UserId
    application: ApplicationId
    secret: ClientSecretId


@dataclass(frozen=True, slots=True)
class AllTokensRevoked(Event):
    """All sign-ins through an application were ended."""

    name = "oauth_application.revoke_all_tokens"
    application: ApplicationId
    ended: int


@dataclass(frozen=True, slots=True)
class ApplicationSwitched(Event):
    """The operator switched an application off or on."""

    name = "oauth_application.switch"
    application: ApplicationId
    on: bool


@dataclass(frozen=True, slots=True)
class DeviceFlowSwitched(Event):
    """The operator switched off or on that devices sign in through an application by a code."""

    name = "oauth_application.switch_device_flow"
    application: ApplicationId
    on: bool
