"""Commit statuses and deployments: what others report about commits, without reading them."""

from watchword.access.kinds import ANY_LOGIN, ANYONE
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO, Scope
from watchword.access.scopes import REPO as REPO_SCOPE

NONE: Scopes = frozenset()
STATUS: Scopes = frozenset({REPO_SCOPE, Scope("repo:status")})
STATUS_PUBLIC: Scopes = STATUS | {PUBLIC_REPO}
DEPLOYMENT: Scopes = frozenset({REPO_SCOPE, Scope("repo_deployment")})
DEPLOYMENT_PUBLIC: Scopes = DEPLOYMENT | {PUBLIC_REPO}

READ = Operation("status.read", Role.READ, STATUS, NONE, who=ANYONE, lacking=Lacking.HIDDEN)
CREATE = Operation("status.create", Role.WRITE, STATUS, STATUS_PUBLIC, who=ANY_LOGIN)

READ_DEPLOYMENT = Operation(
    "deployment.read", Role.READ, DEPLOYMENT, NONE, who=ANYONE, lacking=Lacking.HIDDEN
)
CREATE_DEPLOYMENT = Operation(
    "deployment.create", Role.WRITE, DEPLOYMENT, DEPLOYMENT_PUBLIC, who=ANY_LOGIN
)
DELETE_DEPLOYMENT = Operation(
    "deployment.delete", Role.WRITE, DEPLOYMENT, DEPLOYMENT_PUBLIC, who=ANY_LOGIN
)
CREATE_DEPLOYMENT_STATUS = Operation(
    "deployment_status.create", Role.WRITE, DEPLOYMENT, DEPLOYMENT_PUBLIC, who=ANY_LOGIN
)

RESOLVING = frozenset({READ, CREATE, CREATE_DEPLOYMENT, READ_DEPLOYMENT})
"""These look up which commit a name means, and read nothing else of the repository."""
