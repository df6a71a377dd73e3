"""Statuses of commits, and deployments of them."""

from enum import Enum
from typing import Any

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.kernel.ids import UserId
from watchword.repositories.model import Repository


class State(Enum):
    """What a status says of a commit."""

    ERROR = "error"
    FAILURE = "failure"
    PENDING = "pending"
    SUCCESS = "success"


class DeploymentState(Enum):
    """How a deployment goes."""

    ERROR = "error"
    FAILURE = "failure"
    INACTIVE = "inactive"
    IN_PROGRESS = "in_progress"
    QUEUED = "queued"
    PENDING = "pending"
    SUCCESS = "success"


class Status(Struct, frozen=True):
    """One report about one commit."""

    id: int
    sha: str
    state: State
    context: str
    description: str | None
    target_url: str | None
    creator: UserId | None
    created_at: int


class Deployment(Struct, frozen=True):
    """Somebody wants a commit to run somewhere."""

    id: int
    repository: Repository
    sha: str
    ref: str
    task: str
    environment: str
    original_environment: str
    description: str | None
    payload: Any
    """Whatever the maker put there: an object or a text."""
    transient: bool
    production: bool
    creator: UserId | None
    created_at: int
    updated_at: int

    @property
    def is_public(self) -> bool:
        """As its repository."""
        return self.repository.is_public

    def role_of(self, actor: Actor) -> Role:
        """As on its repository."""
        return self.repository.role_of(actor)


class DeploymentStatus(Struct, frozen=True):
    """How a deployment went on."""

    id: int
    deployment: int
    state: DeploymentState
    description: str | None
    environment: str
    environment_url: str | None
    log_url: str | None
    creator: UserId | None
    created_at: int


def combined(statuses: list[Status]) -> State:
    """One word for the newest statuses of each context (GHES behaviour).

    Failure when one failed or could not run, pending while one is pending or there is none.
    """
    states = {one.state for one in statuses}
    if states & {State.ERROR, State.FAILURE}:
        return State.FAILURE
    if not states or State.PENDING in states:
        return State.PENDING
    return State.SUCCESS
