"""Issues, labels and pull requests, which this server does not have; clients ask for them."""

from watchword.access.kinds import ANY_LOGIN, ANYONE
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO
from watchword.access.scopes import REPO as REPO_SCOPE

REPO: Scopes = frozenset({REPO_SCOPE})
PUBLIC: Scopes = frozenset({REPO_SCOPE, PUBLIC_REPO})
NONE: Scopes = frozenset()

READ = Operation("issue.read", Role.READ, REPO, NONE, who=ANYONE, lacking=Lacking.HIDDEN)
WRITE = Operation("issue.write", Role.READ, REPO, PUBLIC, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
"""Whoever may read may report something; what it may not know of stays hidden."""
LIST_LABELS = Operation("label.list", Role.READ, REPO, NONE, who=ANYONE, lacking=Lacking.HIDDEN)
LIST_PULLS = Operation("pull.list", Role.READ, REPO, NONE, who=ANYONE, lacking=Lacking.HIDDEN)
