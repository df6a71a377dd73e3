"""Releases and their files."""

from enum import Enum

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.kernel.ids import UserId
from watchword.repositories.model import Repository


class Latest(Enum):
    """Whether a release is to be shown as the latest one (GHES behaviour)."""

    TRUE = "true"
    FALSE = "false"
    LEGACY = "legacy"
    """By its time alone."""


class Release(Struct, frozen=True):
    """A release. One that is a draft has no tag yet, and only who may push sees it."""

    id: int
    repository: Repository
    tag: str
    target: str
    """The branch or commit that the tag is made on."""
    name: str | None
    body: str | None
    draft: bool
    prerelease: bool
    author: UserId | None
    created_at: int
    updated_at: int
    published_at: int | None

    @property
    def is_public(self) -> bool:
        """As its repository; a draft is nobody's else."""
        return self.repository.is_public and not self.draft

    def role_of(self, actor: Actor) -> Role:
        """As on its repository; drafts are seen by those who may push."""
        role = self.repository.role_of(actor)
        return Role.NONE if self.draft and role < Role.WRITE else role


class Asset(Struct, frozen=True):
    """A file that belongs to a release."""

    id: int
    release: Release
    key: str
    """The random name under which its bytes are kept."""
    name: str
    label: str | None
    content_type: str
    size: int
    sha256: str
    downloads: int
    uploader: UserId | None
    created_at: int
    updated_at: int

    @property
    def is_public(self) -> bool:
        """As its release."""
        return self.release.is_public

    def role_of(self, actor: Actor) -> Role:
        """As on its release."""
        return self.release.role_of(actor)
