"""Facts about keys, under the names that GitHub's log has for them.

There, a key of a person and one of a repository are both a `public_key`; either `user_id` or
`repository_id` tells whose it is.
"""

from watchword.kernel.events import Event
from watchword.kernel.ids import GpgKeyId, KeyId, RepoId, SigningKeyId, UserId


class PublicKeyCreated(Event, frozen=True):
    """A key opens an account or a repository over SSH from now on."""

    name = "public_key.create"
    user_id: UserId | None
    repository_id: RepoId | None
    key: KeyId
    title: str
    fingerprint: str
    read_only: bool


class PublicKeyDeleted(Event, frozen=True):
    """A key opens nothing any longer."""

    name = "public_key.delete"
    user_id: UserId | None
    repository_id: RepoId | None
    key: KeyId
    title: str
    fingerprint: str
    explanation: str = ""
    """Why, when nobody asked for just that: the credential that had made it ended."""


class SigningKeyCreated(Event, frozen=True):
    """What is signed with a key counts as a person's from now on."""

    name = "git_signing_ssh_public_key.create"
    user_id: UserId
    key: SigningKeyId
    title: str
    fingerprint: str


class SigningKeyDeleted(Event, frozen=True):
    """What is signed with a key counts as nobody's."""

    name = "git_signing_ssh_public_key.delete"
    user_id: UserId
    key: SigningKeyId
    title: str
    fingerprint: str


class GpgKeyCreated(Event, frozen=True):
    """What is signed with an OpenPGP key counts as a person's from now on."""

    name = "gpg_key.create"
    user_id: UserId
    key: GpgKeyId
    key_id: str
    fingerprint: str


class GpgKeyDeleted(Event, frozen=True):
    """What is signed with an OpenPGP key counts as nobody's."""

    name = "gpg_key.destroy"
    user_id: UserId
    key: GpgKeyId
    key_id: str
    fingerprint: str
