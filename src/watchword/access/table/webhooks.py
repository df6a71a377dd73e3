"""Webhooks: of a repository by its admins, of an organization by its owners; and their sending."""

from watchword.access.kinds import ANY_LOGIN, SYSTEM_ONLY
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import (
    ORG_HOOK,
    PUBLIC_REPO,
    READ_REPO_HOOK,
    REPO,
    REPO_HOOK,
    WRITE_REPO_HOOK,
)

PUBLIC: Scopes = frozenset({PUBLIC_REPO})
READING: Scopes = frozenset({READ_REPO_HOOK, REPO})
WRITING: Scopes = frozenset({WRITE_REPO_HOOK, REPO})
DELETING: Scopes = frozenset({REPO_HOOK, REPO})
OF_ORGANIZATIONS: Scopes = frozenset({ORG_HOOK})


def _of_repository(name: str, scopes: Scopes) -> Operation:
    public, hidden = scopes | PUBLIC, Lacking.HIDDEN
    return Operation(f"hook.{name}", Role.ADMIN, scopes, public, who=ANY_LOGIN, lacking=hidden)


def _of_organization(name: str) -> Operation:
    return Operation(
        f"org_hook.{name}", Role.ADMIN, OF_ORGANIZATIONS, who=ANY_LOGIN, lacking=Lacking.HIDDEN
    )


LIST = _of_repository("list", READING)
READ = _of_repository("read", READING)
CREATE = _of_repository("create", WRITING)
UPDATE = _of_repository("update", WRITING)
DELETE = _of_repository("delete", DELETING)
PING = _of_repository("ping", READING)
"""GitHub lets who may read them let them speak as well (GHES behaviour)."""
TEST = _of_repository("test", READING)
READ_DELIVERIES = _of_repository("read_deliveries", READING)
REDELIVER = _of_repository("redeliver", WRITING)

LIST_OF_ORG = _of_organization("list")
READ_OF_ORG = _of_organization("read")
CREATE_OF_ORG = _of_organization("create")
UPDATE_OF_ORG = _of_organization("update")
DELETE_OF_ORG = _of_organization("delete")
PING_OF_ORG = _of_organization("ping")
READ_DELIVERIES_OF_ORG = _of_organization("read_deliveries")
REDELIVER_OF_ORG = _of_organization("redeliver")

SEND = Operation("hook.send", Role.ADMIN, who=SYSTEM_ONLY)
"""Putting facts into words for those who listen, sending them, keeping what came back."""
