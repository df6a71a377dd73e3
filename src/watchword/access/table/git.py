"""What git does with repositories (GHES behaviour), and other ways to move a ref."""

from watchword.access.kinds import ANY_LOGIN, SSH, SYSTEM_ONLY, TOKENS, Kind
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO, WORKFLOW
from watchword.access.scopes import REPO as REPO_SCOPE

REPO: Scopes = frozenset({REPO_SCOPE})
PUBLIC: Scopes = frozenset({REPO_SCOPE, PUBLIC_REPO})
NONE: Scopes = frozenset()
WORKFLOWS: Scopes = frozenset({WORKFLOW})

READ = Operation(
    "repo.git_read",
    Role.READ,
    REPO,
    NONE,
    who=TOKENS | SSH | {Kind.ANONYMOUS},
    lacking=Lacking.HIDDEN,
)
PUSH = Operation("repo.git_push", Role.WRITE, REPO, PUBLIC, who=TOKENS | SSH)
EDIT = Operation("repo.edit", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
"""Move refs by the web or by the API."""
CHANGE_WORKFLOWS = Operation(
    "repo.change_workflows", Role.WRITE, REPO, PUBLIC, all_of=WORKFLOWS, who=ANY_LOGIN | SSH
)
"""Asked for each ref that would bring a new file below `.github/workflows` (GHES behaviour). SSH
keys carry no scopes, and so none is asked of them."""
SETTLE = Operation("repo.settle_pushes", Role.ADMIN, who=SYSTEM_ONLY)
"""Find out what became of pushes that were left open."""

MOVING_REFS = frozenset({PUSH, EDIT})
