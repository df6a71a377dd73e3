"""Deployments in SQL."""

import sqlalchemy as sa

from watchword.kernel.ids import RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories.model import Repository
from watchword.statuses.model import Deployment, DeploymentState, DeploymentStatus
from watchword.statuses.ports import DeploymentListing, NewDeployment, NewDeploymentStatus
from watchword.storage.prepared import Row
from watchword.storage.tables.statuses import deployment_statuses, deployments
from watchword.storage.texts import is_kept

DEPLOYMENT = (
    deployments.c.id,
    deployments.c.sha,
    deployments.c.ref,
    deployments.c.task,
    deployments.c.environment,
    deployments.c.original_environment,
    deployments.c.description,
    deployments.c.payload,
    deployments.c.transient,
    deployments.c.production,
    deployments.c.creator_id,
    deployments.c.created_at,
    deployments.c.updated_at,
)
STATUS = (
    deployment_statuses.c.id,
    deployment_statuses.c.deployment_id,
    deployment_statuses.c.state,
    deployment_statuses.c.description,
    deployment_statuses.c.environment,
    deployment_statuses.c.environment_url,
    deployment_statuses.c.log_url,
    deployment_statuses.c.creator_id,
    deployment_statuses.c.created_at,
)


def _deployment_of(row: Row, repository: Repository) -> Deployment:
    return Deployment(
        id=row[0],
        repository=repository,
        sha=row[1],
        ref=row[2],
        task=row[3],
        environment=row[4],
        original_environment=row[5],
        description=row[6],
        payload=row[7],
        transient=row[8],
        production=row[9],
        creator=None if row[10] is None else UserId(row[10]),
        created_at=row[11],
        updated_at=row[12],
    )


def _status_of(row: Row) -> DeploymentStatus:
    return DeploymentStatus(
        id=row[0],
        deployment=row[1],
        state=DeploymentState(row[2]),
        description=row[3],
        environment=row[4],
        environment_url=row[5],
        log_url=row[6],
        creator=None if row[7] is None else UserId(row[7]),
        created_at=row[8],
    )


class SqlDeployments:
    """Deployments and their statuses."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def find(self, repository: Repository, deployment: int) -> Deployment | None:
        """Find one of that repository."""
        found = sa.select(*DEPLOYMENT).where(
            deployments.c.id == deployment, deployments.c.repository_id == repository.id
        )
        row = self._connection.execute(found).first()
        return _deployment_of(row, repository) if row else None

    def add(self, repository: Repository, new: NewDeployment, now: int) -> Deployment:
        """Keep a new one."""
        values = {
            "repository_id": repository.id,
            "sha": new.sha,
            "ref": new.ref,
            "task": new.task,
            "environment": new.environment,
            "original_environment": new.environment,
            "description": new.description,
            "payload": new.payload,
            "transient": new.transient,
            "production": new.production,
            "creator_id": new.creator,
            "created_at": now,
            "updated_at": now,
        }
        made = sa.insert(deployments).values(values).returning(*DEPLOYMENT)
        return _deployment_of(self._connection.execute(made).one(), repository)

    def page(
        self, repository: Repository, listing: DeploymentListing, request: PageRequest
    ) -> Page[Deployment]:
        """A page of them, the newest first."""
        asked = {name: getattr(listing, name) for name in ("sha", "ref", "task", "environment")}
        named = {name: value for name, value in asked.items() if value is not None}
        if not all(map(is_kept, named.values())):
            return Page([], 0, request)
        where = [
            deployments.c.repository_id == repository.id,
            *(deployments.c[name] == value for name, value in named.items()),
        ]
        count = sa.select(sa.func.count()).select_from(deployments).where(*where)
        found = sa.select(*DEPLOYMENT).where(*where).order_by(deployments.c.id.desc())
        rows = self._connection.execute(found.limit(request.size).offset(request.offset))
        total = self._connection.execute(count).scalar_one()
        return Page([_deployment_of(row, repository) for row in rows], total, request)

    def count(self, repository: RepoId) -> int:
        """How many the repository has."""
        theirs = deployments.c.repository_id == repository
        count = sa.select(sa.func.count()).select_from(deployments).where(theirs)
        return self._connection.execute(count).scalar_one()

    def delete(self, deployment: int) -> None:
        """Forget one with its statuses."""
        self._connection.execute(sa.delete(deployments).where(deployments.c.id == deployment))

    def newest_status(self, deployment: int) -> DeploymentStatus | None:
        """How it stands; None when nothing was told yet."""
        found = (
            sa.select(*STATUS)
            .where(deployment_statuses.c.deployment_id == deployment)
            .order_by(deployment_statuses.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(found).first()
        return _status_of(row) if row else None

    def status(self, deployment: int, status: int) -> DeploymentStatus | None:
        """Find a status of that deployment."""
        found = sa.select(*STATUS).where(
            deployment_statuses.c.id == status, deployment_statuses.c.deployment_id == deployment
        )
        row = self._connection.execute(found).first()
        return _status_of(row) if row else None

    def statuses(self, deployment: int, request: PageRequest) -> Page[DeploymentStatus]:
        """Its statuses, the newest first."""
        theirs = deployment_statuses.c.deployment_id == deployment
        count = sa.select(sa.func.count()).select_from(deployment_statuses).where(theirs)
        found = sa.select(*STATUS).where(theirs).order_by(deployment_statuses.c.id.desc())
        rows = self._connection.execute(found.limit(request.size).offset(request.offset))
        total = self._connection.execute(count).scalar_one()
        return Page([_status_of(row) for row in rows], total, request)

    def add_status(
        self, deployment: Deployment, new: NewDeploymentStatus, now: int
    ) -> DeploymentStatus:
        """Keep one more, and end others where that is wanted."""
        made = self._insert_status(deployment.id, new, new.state, now)
        changed = {"updated_at": now, "environment": new.environment}
        this = deployments.c.id == deployment.id
        self._connection.execute(sa.update(deployments).where(this).values(changed))
        if new.state is DeploymentState.SUCCESS and new.auto_inactive:
            self._end_others(deployment, new, now)
        return made

    def _end_others(self, deployment: Deployment, new: NewDeploymentStatus, now: int) -> None:
        """Earlier ones that succeeded in the same environment are not what runs any more.

        Only those that are neither transient nor production are ended (GHES behaviour).
        """
        last = sa.select(sa.func.max(deployment_statuses.c.id)).group_by(
            deployment_statuses.c.deployment_id
        )
        others = (
            sa.select(deployments.c.id)
            .join(deployment_statuses, deployment_statuses.c.deployment_id == deployments.c.id)
            .where(
                deployments.c.repository_id == deployment.repository.id,
                deployments.c.id != deployment.id,
                deployments.c.environment == new.environment,
                deployments.c.transient.is_(False),
                deployments.c.production.is_(False),
                deployment_statuses.c.id.in_(last),
                deployment_statuses.c.state == DeploymentState.SUCCESS.value,
            )
        )
        for other in list(self._connection.execute(others).scalars()):
            self._insert_status(other, new, DeploymentState.INACTIVE, now)

    def _insert_status(
        self, deployment: int, new: NewDeploymentStatus, state: DeploymentState, now: int
    ) -> DeploymentStatus:
        values = {
            "deployment_id": deployment,
            "state": state.value,
            "description": new.description,
            "environment": new.environment,
            "environment_url": new.environment_url,
            "log_url": new.log_url,
            "creator_id": new.creator,
            "created_at": now,
        }
        made = sa.insert(deployment_statuses).values(values).returning(*STATUS)
        return _status_of(self._connection.execute(made).one())
