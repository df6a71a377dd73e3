"""Public keys, and who they are of."""

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.kernel.ids import GpgKeyId, KeyId, RepoId, SigningKeyId, UserId
from watchword.keys.openpgp import KeyPacket
from watchword.repositories.model import Repository


class PublicKey(Struct, frozen=True):
    """An SSH key with which somebody signs in: a person, or who works for a repository.

    Either `user` or `repository` is there, the other one is None.
    """

    id: KeyId
    user: UserId | None
    repository: RepoId | None
    title: str
    key: str
    """Type and base 64, without a comment."""
    fingerprint: str
    read_only: bool
    verified: bool
    added_by: str | None
    """The login of the person who added it; None when that account is gone."""
    created_at: int
    last_used_at: int | None

    @property
    def is_public(self) -> bool:
        """Its title, and when it was used, are its person's alone."""
        return False

    def role_of(self, actor: Actor) -> Role:
        """A person's key is that person's; that of a repository is reached through it."""
        return Role.ADMIN if self.user is not None and actor.user == self.user else Role.NONE


class DeployKey(Struct, frozen=True):
    """A key of a repository, with the repository."""

    key: PublicKey
    repository: Repository

    @property
    def is_public(self) -> bool:
        """As the repository is."""
        return self.repository.is_public

    def role_of(self, actor: Actor) -> Role:
        """Whoever runs the repository runs its keys."""
        return self.repository.role_of(actor)


class SigningKey(Struct, frozen=True):
    """An SSH key with which a person signs commits and tags; nobody signs in with it."""

    id: SigningKeyId
    user: UserId
    title: str
    key: str
    fingerprint: str
    created_at: int

    @property
    def is_public(self) -> bool:
        """Its title is its person's alone."""
        return False

    def role_of(self, actor: Actor) -> Role:
        """A key is its person's."""
        return Role.ADMIN if actor.user == self.user else Role.NONE


class GpgKey(Struct, frozen=True):
    """An OpenPGP key with which a person signs commits and tags; a subkey is one as well."""

    id: GpgKeyId
    user: UserId
    primary: GpgKeyId | None
    """Of a subkey the key that it belongs to."""
    name: str
    packet: KeyPacket
    emails: tuple[str, ...]
    """The addresses that the key claims, in lower case; a subkey claims none."""
    raw_key: str | None
    """The whole certificate, armored; None for a subkey."""
    created_at: int
    """When it was added."""
    subkeys: tuple["GpgKey", ...] = ()

    @property
    def is_public(self) -> bool:
        """What it is called is its person's alone."""
        return False

    def role_of(self, actor: Actor) -> Role:
        """A key is its person's."""
        return Role.ADMIN if actor.user == self.user else Role.NONE
