"""Who follows whom."""

from watchword.access.kinds import ANY_LOGIN, ANYONE
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import READ_USER, USER_FOLLOW

FOLLOWING: Scopes = frozenset({USER_FOLLOW})
PROFILE: Scopes = frozenset({READ_USER})
NONE: Scopes = frozenset()

LIST_OWN = Operation("follow.list_own", Role.ADMIN, PROFILE, NONE, who=ANY_LOGIN)
"""As public as the lists of others: the scope is told and not asked for (GHES behaviour)."""
LIST = Operation("follow.list", Role.READ, who=ANYONE)
CHECK = Operation("follow.check", Role.READ, who=ANYONE)
CHECK_OWN = Operation(
    "follow.check_own", Role.ADMIN, FOLLOWING, who=ANY_LOGIN, lacking=Lacking.HIDDEN
)
FOLLOW = Operation("follow.add", Role.ADMIN, FOLLOWING, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
UNFOLLOW = Operation("follow.remove", Role.ADMIN, FOLLOWING, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
