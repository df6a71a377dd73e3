"""Statuses of commits and deployments as GitHub's JSON has them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from watchword.kernel.ids import UserId
from watchword.statuses.model import Deployment as DeploymentModel
from watchword.statuses.model import DeploymentState, State
from watchword.statuses.model import DeploymentStatus as DeploymentStatusModel
from watchword.statuses.model import Status as Model
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.node_ids import (
    DEPLOYMENT,
    DEPLOYMENT_STATUS,
    STATUS,
    node_id,
)
from watchword.surfaces.shapes.repositories import Repository
from watchword.surfaces.shapes.users import SimpleUser

Creators = Mapping[UserId | None, SimpleUser | None]
"""Who reported, by number; None for an account that is gone."""


class Status(Struct, kw_only=True):
    """One report about a commit."""

    url: str
    avatar_url: str | None
    id: int
    node_id: str
    state: State
    description: str | None
    target_url: str | None
    context: str
    created_at: datetime
    updated_at: datetime
    creator: SimpleUser | None


class SimpleStatus(Struct, kw_only=True):
    """One report among those that are put together."""

    url: str
    avatar_url: str | None
    id: int
    node_id: str
    state: State
    description: str | None
    target_url: str | None
    context: str
    created_at: datetime
    updated_at: datetime


class CombinedStatus(Struct, kw_only=True):
    """How a commit stands, over all contexts."""

    state: State
    statuses: list[SimpleStatus]
    sha: str
    total_count: int
    repository: Repository
    commit_url: str
    url: str


class Deployment(Struct, kw_only=True):
    """A deployment."""

    url: str
    id: int
    node_id: str
    sha: str
    ref: str
    task: str
    payload: Any
    original_environment: str
    environment: str
    description: str | None
    creator: SimpleUser | None
    created_at: datetime
    updated_at: datetime
    statuses_url: str
    repository_url: str
    transient_environment: bool
    production_environment: bool
    performed_via_github_app: None = None


class DeploymentStatus(Struct, kw_only=True):
    """How a deployment went on."""

    url: str
    id: int
    node_id: str
    state: DeploymentState
    creator: SimpleUser | None
    description: str
    environment: str
    target_url: str
    created_at: datetime
    updated_at: datetime
    deployment_url: str
    repository_url: str
    environment_url: str
    log_url: str
    performed_via_github_app: None = None


def status(found: Model, full_name: str, creators: Creators, at: Addresses) -> Status:
    """Tell of a report."""
    creator = creators[found.creator]
    return Status(**_status(found, full_name, creator, at), creator=creator)


def simple_status(found: Model, full_name: str, creators: Creators, at: Addresses) -> SimpleStatus:
    """Tell of a report among others."""
    return SimpleStatus(**_status(found, full_name, creators[found.creator], at))


def _status(
    found: Model, full_name: str, creator: SimpleUser | None, at: Addresses
) -> dict[str, Any]:
    made = moment(found.created_at)
    return {
        "url": f"{at.api}/repos/{full_name}/statuses/{found.sha}",
        "avatar_url": creator.avatar_url if creator else None,
        "id": found.id,
        "node_id": node_id(STATUS, found.id),
        "state": found.state,
        "description": found.description,
        "target_url": found.target_url,
        "context": found.context,
        "created_at": made,
        "updated_at": made,
    }


def deployment(found: DeploymentModel, creators: Creators, at: Addresses) -> Deployment:
    """Tell of a deployment."""
    repository_url = f"{at.api}/repos/{found.repository.full_name}"
    url = f"{repository_url}/deployments/{found.id}"
    return Deployment(
        url=url,
        id=found.id,
        node_id=node_id(DEPLOYMENT, found.id),
        sha=found.sha,
        ref=found.ref,
        task=found.task,
        payload=found.payload,
        original_environment=found.original_environment,
        environment=found.environment,
        description=found.description,
        creator=creators[found.creator],
        created_at=moment(found.created_at),
        updated_at=moment(found.updated_at),
        statuses_url=f"{url}/statuses",
        repository_url=repository_url,
        transient_environment=found.transient,
        production_environment=found.production,
    )


def deployment_status(
    found: DeploymentStatusModel, full_name: str, creators: Creators, at: Addresses
) -> DeploymentStatus:
    """Tell how a deployment went on. `target_url` is the old name of `log_url`."""
    repository_url = f"{at.api}/repos/{full_name}"
    url = f"{repository_url}/deployments/{found.deployment}"
    made, log_url = moment(found.created_at), found.log_url or ""
    return DeploymentStatus(
        url=f"{url}/statuses/{found.id}",
        id=found.id,
        node_id=node_id(DEPLOYMENT_STATUS, found.id),
        state=found.state,
        creator=creators[found.creator],
        description=found.description or "",
        environment=found.environment,
        target_url=log_url,
        created_at=made,
        updated_at=made,
        deployment_url=url,
        repository_url=repository_url,
        environment_url=found.environment_url or "",
        log_url=log_url,
    )
