"""Facts about statuses and deployments."""

from dataclasses import dataclass

from watchword.kernel.events import Event
from watchword.kernel.ids import RepoId


@dataclass(frozen=True, slots=True)
class StatusCreated(Event):
    """A commit was reported about."""

    name = "status.create"
    repository_id: RepoId
    status: int
    sha: str
    state: str
    context: str


@dataclass(frozen=True, slots=True)
class DeploymentCreated(Event):
    """A deployment was asked for."""

    name = "deployment.create"
    repository_id: RepoId
    deployment: int
    sha: str
    environment: str


@dataclass(frozen=True, slots=True)
class DeploymentDeleted(Event):
    """A deployment was forgotten."""

    name = "deployment.destroy"
    repository_id: RepoId
    deployment: int


@dataclass(frozen=True, slots=True)
class DeploymentStatusCreated(Event):
    """A deployment went on."""

    name = "deployment_status.create"
    repository_id: RepoId
    deployment: int
    status: int
    state: str
