"""What this slice needs of storage."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from watchword.access.scopes import Scope
from watchword.kernel.ids import (
    ApplicationId,
    ClientSecretId,
    DeviceId,
    FamilyId,
    TokenId,
    UserId,
)
from watchword.oauth.model import (
    Application,
    Asked,
    ClientSecret,
    Code,
    Device,
    Expiry,
    Family,
    RefreshToken,
)
from watchword.tokens import ports as tokens


class NewApplication(Struct, frozen=True):
    """An application to be kept; all fields checked."""

    client_id: str
    owner: UserId
    name: str
    homepage: str
    description: str
    callbacks: tuple[str, ...]
    device_flow: bool
    expiry: Expiry = Expiry.ASKED


class NewCode(Struct, frozen=True):
    """An authorisation code to be kept."""

    digest: bytes
    asked: Asked
    user: UserId
    redirect_uri: str
    challenge: str | None
    expires_at: int


class NewDevice(Struct, frozen=True):
    """A device's request to be kept."""

    device_digest: bytes
    user_digest: bytes
    asked: Asked
    address: str
    agent: str
    interval: int
    expires_at: int


class NewRefreshToken(Struct, frozen=True):
    """A refresh token to be kept."""

    digest: bytes
    family: FamilyId
    token: TokenId
    expires_at: int


class ApplicationStore(Protocol):
    """Applications and their secrets."""

    def by_id(self, application: ApplicationId) -> Application | None:
        """Find an application by its number."""

    def by_client_id(self, client_id: str) -> Application | None:
        """Find an application by its public name for itself."""

    def of(self, owner: UserId) -> Sequence[Application]:
        """The applications that a person registered, by name."""

    def every(self) -> Sequence[Application]:
        """All applications, those that every server knows first."""

    def add(self, new: NewApplication, now: int) -> Application:
        """Keep a new application, confidential, with a secret to come."""

    def update(self, application: Application, now: int) -> None:
        """Keep its changed name, homepage, description, callbacks and device flow."""

    def disable(self, application: ApplicationId, at: int | None) -> None:
        """Switch it off from then on, or with None on again."""

    def disable_device_flow(self, application: ApplicationId, at: int | None) -> None:
        """Switch off from then on that devices sign in by a code, or with None on again."""

    def delete(self, application: ApplicationId) -> None:
        """Forget it, with its secrets, sign-ins and tokens."""

    def secrets_of(self, application: ApplicationId) -> Sequence[ClientSecret]:
        """Its secrets, the newest first."""

    def secret_by_digest(self, digest: bytes) -> ClientSecret | None:
        """Find a secret by its keyed hash."""

    def add_secret(
        self, application: ApplicationId, digest: bytes, last_eight: str, now: int
    ) -> ClientSecret:
        """Keep a new secret."""

    def note_secret_used(self, secret: ClientSecretId, at: int) -> None:
        """Note that a secret was used."""

    def remove_secret(self, secret: ClientSecretId) -> None:
        """Forget a secret."""


class SignInStore(Protocol):
    """Sign-ins through applications: codes, devices, families, refresh tokens."""

    def add_code(self, new: NewCode) -> None:
        """Keep an authorisation code."""

    def code(self, digest: bytes) -> Code | None:
        """Find a code by its keyed hash, used ones too."""

    def use_code(self, code: int, family: FamilyId, at: int) -> None:
        """Note what a code was exchanged for."""

    def add_device(self, new: NewDevice, now: int) -> DeviceId:
        """Keep a device's request. Raises Conflict when the user code is taken."""

    def device(self, digest: bytes) -> Device | None:
        """Find a device's request by the keyed hash of its device code."""

    def device_of_user_code(self, digest: bytes) -> Device | None:
        """Find a device's request by the keyed hash of its user code."""

    def device_by_id(self, device: DeviceId) -> Device | None:
        """Find a device's request by its number."""

    def note_poll(self, device: DeviceId, at: int, interval: int) -> None:
        """Note that the device asked, and how long it is to wait from now on."""

    def approve_device(
        self, device: DeviceId, user: UserId, scopes: tuple[Scope, ...], at: int
    ) -> None:
        """Note who approved it, and for what."""

    def deny_device(self, device: DeviceId, at: int) -> None:
        """Note that somebody said no."""

    def forget_device(self, device: DeviceId) -> None:
        """Forget a request that was answered with a token."""

    def withdraw(
        self, at: int, *, application: ApplicationId | None = None, user: UserId | None = None
    ) -> None:
        """End what was said yes to and not fetched: of an application, of a person, or of both."""

    def add_family(
        self, application: ApplicationId, user: UserId, scopes: tuple[Scope, ...], now: int
    ) -> Family:
        """Begin a family."""

    def family(self, family: FamilyId) -> Family | None:
        """Find a family."""

    def families_of(
        self, user: UserId, application: ApplicationId | None = None
    ) -> Sequence[Family]:
        """The families of a person, of one application or of all, the newest first."""

    def families_through(self, application: ApplicationId) -> Sequence[Family]:
        """The families of one application, of all people."""

    def end_family(self, family: FamilyId) -> None:
        """Forget a family with all of its tokens."""

    def add_refresh_token(self, new: NewRefreshToken, now: int) -> int:
        """Keep a refresh token; gives its number."""

    def refresh_token(self, digest: bytes) -> RefreshToken | None:
        """Find a refresh token by its keyed hash, used ones too."""

    def refresh_token_by_id(self, number: int) -> RefreshToken | None:
        """Find a refresh token by its number."""

    def refresh_token_of(self, family: FamilyId) -> RefreshToken | None:
        """The newest refresh token of a family."""

    def use_refresh_token(self, number: int, successor: int | None, at: int) -> None:
        """Note that a refresh token was used, and which one came in its place, if one did."""

    def sweep(self, ended_before: int, now: int) -> int:
        """Forget what ended before, and families of which nothing lives.

        Of a family the token that was used last stays, and all that are newer.
        """


class Work(tokens.Work, Protocol):
    """A unit of work with sign-ins through applications in it."""

    @property
    def applications(self) -> ApplicationStore:
        """Applications."""

    @property
    def sign_ins(self) -> SignInStore:
        """Sign-ins through applications."""
