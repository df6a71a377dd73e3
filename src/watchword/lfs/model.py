"""Large files and locks."""

import re
from typing import Final

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.kernel.ids import LfsLockId, UserId
from watchword.repositories.model import Repository

OID: Final = re.compile(r"[0-9a-f]{64}")
"""What a file is called: the SHA-256 of its bytes (Git LFS specification, "pointer file")."""


class Claim(Struct, frozen=True):
    """What somebody says of a file: its name and its size in bytes."""

    oid: str
    size: int


class LargeFile(Struct, frozen=True):
    """A file that a repository has."""

    oid: str
    size: int
    key: str
    """The random name under which its bytes are kept."""

    def is_as(self, claim: Claim) -> bool:
        """Whether that was said of it."""
        return (self.oid, self.size) == (claim.oid, claim.size)


class Lock(Struct, frozen=True):
    """A path that one person works on; it holds on all branches."""

    id: LfsLockId
    repository: Repository
    path: str
    owner: UserId
    owner_login: str
    locked_at: int

    @property
    def is_public(self) -> bool:
        """As its repository."""
        return self.repository.is_public

    def role_of(self, actor: Actor) -> Role:
        """As on its repository."""
        return self.repository.role_of(actor)
