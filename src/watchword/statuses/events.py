"""Facts about statuses and deployments."""

from watchword.kernel.events import Event
from watchword.kernel.ids import RepoId


class StatusCreated(Event, frozen=True):
    """A commit was reported about."""

    name = "status.create"
    repository_id: RepoId
    status: int
    sha: str
    state: str
    context: str


class DeploymentCreated(Event, frozen=True):
    """A deployment was asked for."""

    name = "deployment.create"
    repository_id: RepoId
    deployment: int
    sha: str
    environment: str


class DeploymentDeleted(Event, frozen=True):
    """A deployment was forgotten."""

    name = "deployment.destroy"
    repository_id: RepoId
    deployment: int


class DeploymentStatusCreated(Event, frozen=True):
    """A deployment went on."""

    name = "deployment_status.create"
    repository_id: RepoId
    deployment: int
    status: int
    state: str
