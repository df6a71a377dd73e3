"""Comments on commits."""

from watchword.access.kinds import ANY_LOGIN, ANYONE
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO
from watchword.access.scopes import REPO as REPO_SCOPE

REPO: Scopes = frozenset({REPO_SCOPE})
PUBLIC: Scopes = frozenset({REPO_SCOPE, PUBLIC_REPO})
NONE: Scopes = frozenset()

READ = Operation("commit_comment.read", Role.READ, REPO, NONE, who=ANYONE, lacking=Lacking.HIDDEN)
COMMENT = Operation("commit_comment.create", Role.READ, REPO, PUBLIC, who=ANY_LOGIN)
EDIT = Operation("commit_comment.update", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
DELETE = Operation("commit_comment.delete", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
"""Its author may, and whoever may push to the repository (GHES behaviour)."""

RESOLVING = frozenset({READ, COMMENT})
"""These look up which commit a name means, and read nothing else of the repository."""
