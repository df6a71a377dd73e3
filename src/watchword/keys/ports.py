"""What this slice needs of storage."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Protocol

from msgspec import Struct

from watchword.kernel.ids import (
    ApplicationId,
    FamilyId,
    GpgKeyId,
    KeyId,
    RepoId,
    SigningKeyId,
    TokenId,
    UserId,
)
from watchword.kernel.pagination import Page, PageRequest
from watchword.keys.model import GpgKey, PublicKey, SigningKey
from watchword.keys.openpgp import Certificate
from watchword.repositories import ports as repositories


class NewPublicKey(Struct, frozen=True):
    """A key to be kept; all fields checked. Either `user` or `repository` is there."""

    user: UserId | None
    repository: RepoId | None
    title: str
    key: str
    fingerprint: str
    read_only: bool
    added_by: UserId | None
    token: TokenId | None
    """The token that made it; None when a person did in the browser.

    Storage notes what that token hangs on: a key of a repository goes with the token, or with the
    whole sign-in where an application got it, for such tokens are renewed all the time.
    """


class KeySort(Enum):
    """By what the list of all keys is ordered."""

    CREATED = "created"
    UPDATED = "updated"
    ACCESSED = "accessed"


class KeyListing(Struct, frozen=True):
    """Which of all keys are wanted, in which order."""

    sort: KeySort = KeySort.CREATED
    descending: bool = True
    since: int | None = None
    """Only what is not older, by that order."""


class PublicKeyStore(Protocol):
    """SSH keys of people and of repositories. A key of a dead token is as gone as the token."""

    def by_id(self, key: KeyId) -> PublicKey | None:
        """Find by number."""

    def by_fingerprint(self, fingerprint: str) -> PublicKey | None:
        """Find by `SHA256:…`, which is how somebody who signs in over SSH names it."""

    def of_user(self, user: UserId, request: PageRequest) -> Page[PublicKey]:
        """The keys of a person, the oldest first."""

    def of_repository(self, repository: RepoId, request: PageRequest) -> Page[PublicKey]:
        """The keys of a repository, the oldest first."""

    def every(self, listing: KeyListing, request: PageRequest) -> Page[PublicKey]:
        """All keys of the site."""

    def add(self, new: NewPublicKey, now: int) -> PublicKey:
        """Keep a key. Raises Conflict when it is in use anywhere on the site."""

    def delete(self, key: KeyId) -> None:
        """Forget a key."""

    def note_usage(self, used: Mapping[KeyId, int]) -> None:
        """Note when keys were last used; an older observation never replaces a newer one."""

    def made_by_token(self, token: TokenId) -> Sequence[PublicKey]:
        """The keys of repositories that hang on a token."""

    def made_in_sign_in(self, family: FamilyId) -> Sequence[PublicKey]:
        """The keys of repositories that hang on a sign-in through an application."""

    def made_through(self, application: ApplicationId, user: UserId) -> Sequence[PublicKey]:
        """The keys that an application added to a person's account."""


class SigningKeyStore(Protocol):
    """SSH keys with which people sign."""

    def by_id(self, key: SigningKeyId) -> SigningKey | None:
        """Find by number."""

    def of_user(self, user: UserId, request: PageRequest) -> Page[SigningKey]:
        """The keys of a person, the oldest first."""

    def add(self, user: UserId, title: str, key: str, fingerprint: str, now: int) -> SigningKey:
        """Keep a key. Raises Conflict when somebody signs with it already."""

    def delete(self, key: SigningKeyId) -> None:
        """Forget a key."""


class GpgKeyStore(Protocol):
    """OpenPGP keys with which people sign."""

    def by_id(self, key: GpgKeyId) -> GpgKey | None:
        """Find a key, no subkey, by number."""

    def of_user(self, user: UserId, request: PageRequest) -> Page[GpgKey]:
        """The keys of a person with their subkeys, the oldest first."""

    def add(self, user: UserId, name: str, certificate: Certificate, now: int) -> GpgKey:
        """Keep a key. Raises Conflict when somebody signs with it already."""

    def delete(self, key: GpgKeyId) -> None:
        """Forget a key with its subkeys."""


class Work(repositories.Work, Protocol):
    """A unit of work with keys in it."""

    @property
    def public_keys(self) -> PublicKeyStore:
        """SSH keys of people and of repositories."""

    @property
    def signing_keys(self) -> SigningKeyStore:
        """SSH keys with which people sign."""

    @property
    def gpg_keys(self) -> GpgKeyStore:
        """OpenPGP keys with which people sign."""
