"""Deployments: asked for, listed, reported about."""

from typing import Any

import msgspec
from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import statuses as table
from watchword.kernel.pagination import Page
from watchword.repositories.model import Repository
from watchword.statuses import deployments as service
from watchword.statuses.deployments import Wanted
from watchword.statuses.model import Deployment as Model
from watchword.statuses.ports import DeploymentListing
from watchword.surfaces.http_kit.route_table import Params, Steps
from watchword.surfaces.rest.creators import creators
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.library import Rooms, rows
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.whole_commits import found_commit
from watchword.surfaces.shapes.statuses import Deployment, deployment
from watchword.work.unit import Work


class NewDeployment(Struct, kw_only=True):
    """What is to be deployed, where.

    `auto_merge` is taken and does nothing: the commit is deployed as it is.
    """

    ref: str
    task: str = "deploy"
    auto_merge: bool = True
    required_contexts: list[str] | None = None
    payload: dict[str, Any] | str | None = None
    environment: str = service.PRODUCTION
    description: str | None = None
    transient_environment: bool = False
    production_environment: bool | None = None

    def wanted(self) -> Wanted:
        """The same in words of the domain."""
        return Wanted(
            ref=self.ref,
            task=self.task,
            environment=self.environment,
            description=self.description,
            payload={} if self.payload is None else self.payload,
            transient=self.transient_environment,
            production=self.production_environment,
            required_contexts=self.required_contexts,
        )


class Listing(Paged, kw_only=True):
    """Which deployments are wanted."""

    sha: str | None = None
    ref: str | None = None
    task: str | None = None
    environment: str | None = None


def deployment_of(work: Work, repository: Repository, params: Params) -> Model | None:
    """The deployment of that number, in that repository."""
    found = number(params["deployment_id"])
    return None if found is None else work.deployments.find(repository, found)


class Deployments(Rooms):
    """Handlers."""

    async def create(self, steps: Steps[Repository], new: NewDeployment) -> Deployment:
        """Create a deployment."""
        here = await self.opened(steps)
        sha = await here.read(lambda store: found_commit(store, here, new.ref).commit)
        wanted = new.wanted()
        size = len(msgspec.json.encode(wanted.payload))

        def unit(work: Work, grant: Grant[Repository]) -> Deployment:
            made = service.create(work, grant, wanted, sha, size)
            return deployment(made, creators(work, [made.creator], self.at), self.at)

        return await steps.write(unit)

    async def page(self, steps: Steps[Repository], asked: Listing) -> Page[Deployment]:
        """List deployments."""
        listing = DeploymentListing(asked.sha, asked.ref, asked.task, asked.environment)

        def unit(work: Work, grant: Grant[Repository]) -> Page[Deployment]:
            found = work.deployments.page(grant.target, listing, asked.request)
            by = creators(work, (one.creator for one in found.items), self.at)
            return found.map(lambda one: deployment(one, by, self.at))

        return await steps.read(unit)


def routes(services: Services) -> list[Endpoint]:
    """The rows of deployments as a list."""
    at, made = services.at, Deployments(services.at, services.library)
    create, page = table.CREATE_DEPLOYMENT, table.READ_DEPLOYMENT
    docs = "deployments/deployments#"
    return [
        *rows(
            at,
            "POST",
            "/deployments",
            create,
            made.create,
            NewDeployment,
            f"{docs}create-a-deployment",
            status=201,
        ),
        *rows(at, "GET", "/deployments", page, made.page, Listing, f"{docs}list-deployments"),
    ]
