"""Alerts about secrets, and where these stand."""

from enum import Enum

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.kernel.ids import TokenId, UserId
from watchword.kernel.secret import Secret
from watchword.organizations.model import Organization
from watchword.repositories.model import Repository


class State(Enum):
    """Whether somebody has seen to it."""

    OPEN = "open"
    RESOLVED = "resolved"


class Resolution(Enum):
    """How an alert was seen to."""

    FALSE_POSITIVE = "false_positive"
    WONT_FIX = "wont_fix"
    REVOKED = "revoked"
    USED_IN_TESTS = "used_in_tests"


class Validity(Enum):
    """Whether the secret still opens anything."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    UNKNOWN = "unknown"


class Spot(Struct, frozen=True):
    """Where in a file a secret stands; lines and columns (of bytes) count from 1."""

    start_line: int
    end_line: int
    start_column: int
    end_column: int


class Place(Struct, frozen=True):
    """Where in a repository a secret stands."""

    path: str
    blob: str
    commit: str
    spot: Spot


class Found(Struct, frozen=True):
    """One secret in one place."""

    kind: str
    """GitHub's name of its type."""
    secret: Secret
    place: Place


class Location(Struct, frozen=True):
    """One place of an alert."""

    id: int
    place: Place


def only_who_runs(role: Role) -> Role:
    """To everybody else alerts are as missing as those that never were."""
    return role if role >= Role.ADMIN else Role.NONE


class Alert(Struct, frozen=True):
    """One secret in one repository, however often it stands there."""

    id: int
    repository: Repository
    number: int
    """Counts from 1 in each repository."""
    kind: str
    sealed: bytes
    state: State
    resolution: Resolution | None
    comment: str | None
    resolved_by: UserId | None
    resolved_at: int | None
    created_at: int
    updated_at: int
    token: TokenId | None
    """The token of this server that it is."""
    validity: Validity

    @property
    def is_public(self) -> bool:
        """As its repository."""
        return self.repository.is_public

    def role_of(self, actor: Actor) -> Role:
        """For those who run the repository."""
        return only_who_runs(self.repository.role_of(actor))


class Watched(Struct, frozen=True):
    """A repository as those see it who may see its alerts."""

    repository: Repository

    @property
    def is_public(self) -> bool:
        """As the repository."""
        return self.repository.is_public

    def role_of(self, actor: Actor) -> Role:
        """For those who run it."""
        return only_who_runs(self.repository.role_of(actor))


class WatchedOrganization(Struct, frozen=True):
    """An organization as its owners see it."""

    organization: Organization

    @property
    def is_public(self) -> bool:
        """Some of its repositories may be; the list leaves out what the credential may not see."""
        return True

    def role_of(self, actor: Actor) -> Role:
        """For its owners."""
        return only_who_runs(self.organization.role_of(actor))
