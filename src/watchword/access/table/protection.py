"""Protected branches."""

from watchword.access.kinds import ANY_LOGIN
from watchword.access.operation import Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO, REPO

OF_REPOSITORY: Scopes = frozenset({REPO})
OF_PUBLIC: Scopes = frozenset({REPO, PUBLIC_REPO})
NONE: Scopes = frozenset()

READ = Operation("protected_branch.read", Role.ADMIN, OF_REPOSITORY, NONE, who=ANY_LOGIN)
SET = Operation("protected_branch.set", Role.ADMIN, OF_REPOSITORY, OF_PUBLIC, who=ANY_LOGIN)
REMOVE = Operation("protected_branch.remove", Role.ADMIN, OF_REPOSITORY, OF_PUBLIC, who=ANY_LOGIN)
