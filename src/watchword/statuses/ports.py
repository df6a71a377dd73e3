"""What this slice needs of storage."""

from collections.abc import Sequence
from typing import Any, Protocol

from msgspec import Struct

from watchword.kernel.ids import RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories import ports as repositories
from watchword.repositories.model import Repository
from watchword.statuses.model import Deployment, DeploymentState, DeploymentStatus, State, Status


class NewStatus(Struct, frozen=True):
    """A status to be kept; all fields checked."""

    sha: str
    state: State
    context: str
    description: str | None
    target_url: str | None
    creator: UserId | None


class NewDeployment(Struct, frozen=True):
    """A deployment to be kept; all fields checked."""

    sha: str
    ref: str
    task: str
    environment: str
    description: str | None
    payload: Any
    transient: bool
    production: bool
    creator: UserId | None


class NewDeploymentStatus(Struct, frozen=True):
    """A status of a deployment to be kept; all fields checked."""

    state: DeploymentState
    description: str | None
    environment: str
    environment_url: str | None
    log_url: str | None
    creator: UserId | None
    auto_inactive: bool
    """Whether a success ends earlier ones of the same environment."""


class DeploymentListing(Struct, frozen=True):
    """Which deployments are wanted; None for all."""

    sha: str | None = None
    ref: str | None = None
    task: str | None = None
    environment: str | None = None


class StatusStore(Protocol):
    """Statuses of commits."""

    def count(self, repository: RepoId, sha: str, context: str) -> int:
        """How often that context reported about that commit."""

    def add(self, repository: RepoId, new: NewStatus, now: int) -> Status:
        """Keep one more."""

    def find(self, repository: RepoId, status: int) -> Status | None:
        """Find one of that repository."""

    def page(self, repository: RepoId, sha: str, request: PageRequest) -> Page[Status]:
        """All reports about a commit, the newest first."""

    def newest(self, repository: RepoId, sha: str) -> Sequence[Status]:
        """The newest report of each context about a commit, by number."""


class DeploymentStore(Protocol):
    """Deployments and their statuses."""

    def find(self, repository: Repository, deployment: int) -> Deployment | None:
        """Find one of that repository."""

    def add(self, repository: Repository, new: NewDeployment, now: int) -> Deployment:
        """Keep a new one."""

    def page(
        self, repository: Repository, listing: DeploymentListing, request: PageRequest
    ) -> Page[Deployment]:
        """A page of them, the newest first."""

    def count(self, repository: RepoId) -> int:
        """How many the repository has."""

    def delete(self, deployment: int) -> None:
        """Forget one with its statuses."""

    def newest_status(self, deployment: int) -> DeploymentStatus | None:
        """How it stands; None when nothing was told yet."""

    def status(self, deployment: int, status: int) -> DeploymentStatus | None:
        """Find a status of that deployment."""

    def statuses(self, deployment: int, request: PageRequest) -> Page[DeploymentStatus]:
        """Its statuses, the newest first."""

    def add_status(
        self, deployment: Deployment, new: NewDeploymentStatus, now: int
    ) -> DeploymentStatus:
        """Keep one more, and end others where that is wanted."""


class Work(repositories.Work, Protocol):
    """A unit of work with statuses and deployments in it."""

    @property
    def statuses(self) -> StatusStore:
        """Statuses of commits."""

    @property
    def deployments(self) -> DeploymentStore:
        """Deployments."""
