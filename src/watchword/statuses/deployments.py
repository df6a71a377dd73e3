"""Deployments: asked for, told how they go, forgotten."""

from typing import Any

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import statuses as table
from watchword.kernel.errors import Conflict, FieldError, Invalid
from watchword.repositories.model import Repository
from watchword.repositories.service import must_be_live
from watchword.statuses import checks
from watchword.statuses.events import (
    DeploymentCreated,
    DeploymentDeleted,
    DeploymentStatusCreated,
)
from watchword.statuses.model import (
    Deployment,
    DeploymentState,
    DeploymentStatus,
    State,
    Status,
    combined,
)
from watchword.statuses.ports import NewDeployment, NewDeploymentStatus, Work

RESOURCE = "Deployment"
PRODUCTION = "production"
LONGEST_PAYLOAD = 65_536
"""Characters of the payload as JSON."""
ACTIVE = "An active deployment cannot be deleted while there are others. Mark it as inactive first."


class Wanted(Struct, frozen=True):
    """What a deployment is to be."""

    ref: str
    task: str = "deploy"
    environment: str = PRODUCTION
    description: str | None = None
    payload: Any = ""
    transient: bool = False
    production: bool | None = None
    required_contexts: list[str] | None = None
    """Statuses that must have succeeded; None for all that there are."""


def create(
    work: Work, grant: Grant[Repository], wanted: Wanted, sha: str, payload_size: int
) -> Deployment:
    """Ask for a deployment of a commit, which the caller found under the ref.

    Raises Invalid for what cannot be kept, Conflict while statuses stand against it.
    """
    grant.must_cover(table.CREATE_DEPLOYMENT)
    must_be_live(grant.target)
    if payload_size > LONGEST_PAYLOAD:
        message = f"payload is too long (maximum is {LONGEST_PAYLOAD} characters)"
        raise Invalid(FieldError(RESOURCE, "payload", "custom", message))
    environment = checks.name(RESOURCE, "environment", wanted.environment)
    production = wanted.production
    new = NewDeployment(
        sha,
        checks.name(RESOURCE, "ref", wanted.ref),
        checks.name(RESOURCE, "task", wanted.task),
        environment,
        checks.sentence(RESOURCE, wanted.description),
        wanted.payload,
        wanted.transient,
        environment == PRODUCTION if production is None else production,
        grant.actor.user,
    )
    _must_be_ready(list(work.statuses.newest(grant.target.id, sha)), wanted)
    made = work.deployments.add(grant.target, new, work.now)
    work.record(DeploymentCreated(grant.target.id, made.id, sha, environment))
    return made


def _must_be_ready(statuses: list[Status], wanted: Wanted) -> None:
    """Commit statuses hold a deployment back; an empty list of contexts asks for none."""
    if wanted.required_contexts is None:
        relevant = statuses
        missing = False
    else:
        names = {one.lower() for one in wanted.required_contexts}
        relevant = [one for one in statuses if one.context.lower() in names]
        missing = len(relevant) < len(names)
    if missing or (relevant and combined(relevant) is not State.SUCCESS):
        raise Conflict(f"Conflict: Commit status checks failed for {wanted.ref}.")


def delete(work: Work, grant: Grant[Deployment]) -> None:
    """Forget a deployment.

    Raises Invalid for an active one (it succeeded last) while there are others (GHES behaviour).
    """
    grant.must_cover(table.DELETE_DEPLOYMENT)
    gone = grant.target
    must_be_live(gone.repository)
    newest = work.deployments.newest_status(gone.id)
    active = newest is not None and newest.state is DeploymentState.SUCCESS
    if active and work.deployments.count(gone.repository.id) > 1:
        raise Invalid(text=ACTIVE)
    work.deployments.delete(gone.id)
    work.record(DeploymentDeleted(gone.repository.id, gone.id))


def report(
    work: Work,
    grant: Grant[Deployment],
    *,
    state: DeploymentState,
    description: str | None = None,
    environment: str | None = None,
    environment_url: str | None = None,
    log_url: str | None = None,
    auto_inactive: bool = True,
) -> DeploymentStatus:
    """Tell how a deployment goes. Raises Invalid."""
    grant.must_cover(table.CREATE_DEPLOYMENT_STATUS)
    deployment, resource = grant.target, "DeploymentStatus"
    must_be_live(deployment.repository)
    new = NewDeploymentStatus(
        state,
        checks.sentence(resource, description),
        checks.name(resource, "environment", environment or deployment.environment),
        checks.address(resource, "environment_url", environment_url),
        checks.address(resource, "log_url", log_url),
        grant.actor.user,
        auto_inactive,
    )
    made = work.deployments.add_status(deployment, new, work.now)
    fact = DeploymentStatusCreated(deployment.repository.id, deployment.id, made.id, state.value)
    work.record(fact)
    return made
