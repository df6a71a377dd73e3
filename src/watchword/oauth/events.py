"""Facts about sign-ins through applications; `oauth_access` is GitHub's word for a token."""

from watchword.kernel.events import Event
from watchword.kernel.ids import ApplicationId, ClientSecretId, FamilyId, TokenId, UserId


class SignInAuthorized(Event, frozen=True):
    """A person let an application act for them: a code or a device was approved."""

    name = "oauth_authorization.create"
    user_id: UserId
    application: ApplicationId
    application_name: str
    scopes: str
    flow: str


class SignInDenied(Event, frozen=True):
    """A person said no."""

    name = "oauth_authorization.deny"
    user_id: UserId
    application: ApplicationId
    flow: str


class SignInEnded(Event, frozen=True):
    """All tokens of one sign-in died."""

    name = "oauth_authorization.destroy"
    user_id: UserId
    application: ApplicationId
    family: FamilyId
    reason: str


class TokenIssued(Event, frozen=True):
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


class TokenReset(Event, frozen=True):
    """An application had a token's secret replaced."""

    name = "oauth_access.reset"
    kept_as = "oauth_access.regenerate"
    user_id: UserId
    application: ApplicationId
    token: TokenId
    hashed_token: str
    hashed_token_before: str


class CodeReused(Event, frozen=True):
    """A code was presented twice: what it was exchanged for first is dead (attack 26)."""

    name = "oauth_authorization.code_reused"
    user_id: UserId
    application: ApplicationId


class RefreshTokenReused(Event, frozen=True):
    """A refresh token was presented again, too late for a lost answer (attack 27)."""

    name = "oauth_authorization.refresh_token_reused"
    user_id: UserId
    application: ApplicationId
    family: FamilyId


class ApplicationRegistered(Event, frozen=True):
    """A person registered an application."""

    name = "oauth_application.create"
    user_id: UserId
    application: ApplicationId
    application_name: str


class ApplicationUpdated(Event, frozen=True):
    """What an application says of itself changed."""

    name = "oauth_application.update"
    user_id: UserId
    application: ApplicationId
    application_name: str
    callbacks: str


class ApplicationDeleted(Event, frozen=True):
    """An application is gone, with all sign-ins through it."""

    name = "oauth_application.destroy"
    user_id: UserId
    application: ApplicationId
    application_name: str


class ClientSecretAdded(Event, frozen=True):
    """An application got another secret."""

    name = "oauth_application.generate_client_secret"
    user_id: UserId
    application: ApplicationId
    secret: ClientSecretId


class ClientSecretRemoved(Event, frozen=True):
    """A secret of an application is dead."""

    name = "oauth_application.remove_client_secret"
    user_id: UserId
    application: ApplicationId
    secret: ClientSecretId


class AllTokensRevoked(Event, frozen=True):
    """All sign-ins through an application were ended."""

    name = "oauth_application.revoke_all_tokens"
    application: ApplicationId
    ended: int


class ApplicationSwitched(Event, frozen=True):
    """The operator switched an application off or on."""

    name = "oauth_application.switch"
    application: ApplicationId
    on: bool


class DeviceFlowSwitched(Event, frozen=True):
    """The operator switched off or on that devices sign in through an application by a code."""

    name = "oauth_application.switch_device_flow"
    application: ApplicationId
    on: bool
