"""Secrets that were found in what was pushed: for those who run the repository or organization."""

from watchword.access.kinds import ANY_LOGIN, SYSTEM_ONLY
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO, Scope
from watchword.access.scopes import REPO as REPO_SCOPE

ALERTS: Scopes = frozenset({REPO_SCOPE, Scope("security_events")})
ALERTS_PUBLIC: Scopes = ALERTS | {PUBLIC_REPO}

READ = Operation(
    "secret_scanning.read",
    Role.ADMIN,
    ALERTS,
    ALERTS_PUBLIC,
    who=ANY_LOGIN,
    lacking=Lacking.HIDDEN,
)
RESOLVE = Operation(
    "secret_scanning.resolve",
    Role.ADMIN,
    ALERTS,
    ALERTS_PUBLIC,
    who=ANY_LOGIN,
    lacking=Lacking.HIDDEN,
)
READ_OF_ORGANIZATION = Operation(
    "secret_scanning.read_of_organization",
    Role.ADMIN,
    ALERTS,
    ALERTS_PUBLIC,
    who=ANY_LOGIN,
    lacking=Lacking.HIDDEN,
)
SCAN = Operation("secret_scanning.scan", Role.ADMIN, who=SYSTEM_ONLY)
"""A job looks through what was pushed."""
