"""One deployment, and how it goes on."""

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import statuses as table
from watchword.kernel.errors import NotFound
from watchword.kernel.pagination import Page
from watchword.statuses import deployments as service
from watchword.statuses.model import Deployment as Model
from watchword.statuses.model import DeploymentState
from watchword.surfaces.rest.creators import creators
from watchword.surfaces.rest.deployments import deployment_of
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath, Nothing
from watchword.surfaces.rest.repository_rows import RepositoryRows
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.statuses import (
    Deployment,
    DeploymentStatus,
    deployment,
    deployment_status,
)
from watchword.work.unit import Work

ONE = "/deployments/{deployment_id}"


class Report(Struct, kw_only=True):
    """How a deployment goes. `target_url` is the old name of `log_url`."""

    state: DeploymentState
    target_url: str | None = None
    log_url: str | None = None
    description: str | None = None
    environment: str | None = None
    environment_url: str | None = None
    auto_inactive: bool = True


class One(Struct, kw_only=True):
    """Which status."""

    status_id: InPath = ""


class DeploymentStatuses:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def show_deployment(self, work: Work, grant: Grant[Model], _asked: Nothing) -> Deployment:
        """Get a deployment."""
        by = creators(work, [grant.target.creator], self._at)
        return deployment(grant.target, by, self._at)

    def delete(self, work: Work, grant: Grant[Model], _asked: Nothing) -> None:
        """Delete a deployment."""
        service.delete(work, grant)

    def create(self, work: Work, grant: Grant[Model], report: Report) -> DeploymentStatus:
        """Create a deployment status."""
        made = service.report(
            work,
            grant,
            state=report.state,
            description=report.description,
            environment=report.environment,
            environment_url=report.environment_url,
            log_url=report.log_url or report.target_url,
            auto_inactive=report.auto_inactive,
        )
        by = creators(work, [made.creator], self._at)
        return deployment_status(made, grant.target.repository.full_name, by, self._at)

    def page(self, work: Work, grant: Grant[Model], asked: Paged) -> Page[DeploymentStatus]:
        """List deployment statuses."""
        found = work.deployments.statuses(grant.target.id, asked.request)
        by = creators(work, (one.creator for one in found.items), self._at)
        name = grant.target.repository.full_name
        return found.map(lambda one: deployment_status(one, name, by, self._at))

    def show(self, work: Work, grant: Grant[Model], asked: One) -> DeploymentStatus:
        """Get a deployment status."""
        wanted = number(asked.status_id)
        found = None if wanted is None else work.deployments.status(grant.target.id, wanted)
        if found is None:
            raise NotFound
        by = creators(work, [found.creator], self._at)
        return deployment_status(found, grant.target.repository.full_name, by, self._at)


def routes(services: Services) -> list[Endpoint]:
    """The rows of one deployment."""
    own, rows = DeploymentStatuses(services.at), RepositoryRows(services.at, "deployments/")
    read, remove, report = (
        table.READ_DEPLOYMENT,
        table.DELETE_DEPLOYMENT,
        table.CREATE_DEPLOYMENT_STATUS,
    )
    one, find = "deployments#{}-a-deployment", deployment_of
    every, each = f"{ONE}/statuses", f"{ONE}/statuses/{{status_id}}"
    made, listed, got = (
        f"statuses#{word}"
        for word in (
            "create-a-deployment-status",
            "list-deployment-statuses",
            "get-a-deployment-status",
        )
    )
    return [
        *rows.inside("GET", ONE, read, find, own.show_deployment, Nothing, one.format("get")),
        *rows.inside(
            "DELETE", ONE, remove, find, own.delete, Nothing, one.format("delete"), status=204
        ),
        *rows.inside("POST", every, report, find, own.create, Report, made, status=201),
        *rows.inside("GET", every, read, find, own.page, Paged, listed),
        *rows.inside("GET", each, read, find, own.show, One, got),
    ]
