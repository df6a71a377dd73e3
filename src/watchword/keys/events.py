"""Facts about keys, under the names that GitHub's log has for them.

There, a key of a person and one of a repository are both a `public_key`; either `user_id` or
`repository_id` tells whose it is.
"""

from dataclasses import dataclass

from watchword.kernel.events import Event
from watchword.kernel.ids import GpgKeyId, KeyId, RepoId, SigningKeyId, UserId


@dataclass(frozen=True, slots=True)
class PublicKeyCreated(Event):
    """A key opens an account or a repository over SSH from now on."""

    name = "public_key.create"
    user_id: UserId | None
    repository_id: RepoId | None
    key: KeyId
    title: str
    fingerprint: str
    read_only: bool


@dataclass(frozen=True, slots=True)
class PublicKeyDeleted(Event):
    """A key opens nothing any longer."""

    name = "public_key.delete"
    user_id: UserId | None
    repository_id: RepoId | None
    key: KeyId
    title: str
    fingerprint: str
    explanation: str = ""
    """Why, when nobody asked for just that: the credential that had made it ended."""


@dataclass(frozen=True, slots=True)
class SigningKeyCreated(Event):
    """What is signed with a key counts as a person's from now on."""

    name = "git_signing_ssh_public_key.create"
    user_id: UserId
    key: SigningKeyId
    title: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SigningKeyDeleted(Event):
    """What is signed with a key counts as nobody's."""

    name = "git_signing_ssh_public_key.delete"
    user_id: UserId
    key: SigningKeyId
    title: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class GpgKeyCreated(Event):
    """What is signed with an OpenPGP key counts as a person's from now on."""

    name = "gpg_key.create"
    user_id: UserId
    key: GpgKeyId
    key_id: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class GpgKeyDeleted(Event):
    """What is signed with an OpenPGP key counts as nobody's."""

    name = "gpg_key.destroy"
    user_id: UserId
    key: GpgKeyId
    key_id: str
    fingerprint: str
