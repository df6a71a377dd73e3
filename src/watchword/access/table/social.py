"""Who follows whom; stars and watches of repositories."""

from watchword.access.kinds import ANY_LOGIN, ANYONE, SYSTEM_ONLY
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import NOTIFICATIONS, PUBLIC_REPO, READ_USER, REPO, USER_FOLLOW

FOLLOWING: Scopes = frozenset({USER_FOLLOW})
PROFILE: Scopes = frozenset({READ_USER})
NONE: Scopes = frozenset()
PRIVATE: Scopes = frozenset({REPO})
PUBLIC: Scopes = frozenset({REPO, PUBLIC_REPO})
NOTICES: Scopes = frozenset({NOTIFICATIONS, REPO})

LIST_OWN = Operation("follow.list_own", Role.ADMIN, PROFILE, NONE, who=ANY_LOGIN)
"""As public as the lists of others: the scope is told and not asked for (GHES behaviour)."""
LIST = Operation("follow.list", Role.READ, who=ANYONE)
CHECK = Operation("follow.check", Role.READ, who=ANYONE)
CHECK_OWN = Operation(
    "follow.check_own", Role.ADMIN, FOLLOWING, who=ANY_LOGIN, lacking=Lacking.HIDDEN
)
FOLLOW = Operation("follow.add", Role.ADMIN, FOLLOWING, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
UNFOLLOW = Operation("follow.remove", Role.ADMIN, FOLLOWING, who=ANY_LOGIN, lacking=Lacking.HIDDEN)

LIST_OWN_STARS = Operation("star.list_own", Role.ADMIN, PRIVATE, NONE, who=ANY_LOGIN)
"""The list itself leaves out what the token cannot see: `repo` is needed for private ones."""
LIST_STARS = Operation("star.list_of_user", Role.READ, who=ANYONE)
LIST_STARGAZERS = Operation(
    "star.list", Role.READ, PRIVATE, NONE, who=ANYONE, lacking=Lacking.HIDDEN
)
CHECK_STAR = Operation(
    "star.check", Role.READ, PRIVATE, NONE, who=ANY_LOGIN, lacking=Lacking.HIDDEN
)
STAR = Operation("star.add", Role.READ, PRIVATE, PUBLIC, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
UNSTAR = Operation("star.remove", Role.READ, PRIVATE, PUBLIC, who=ANY_LOGIN, lacking=Lacking.HIDDEN)

LIST_OWN_WATCHES = Operation("watch.list_own", Role.ADMIN, PRIVATE, NONE, who=ANY_LOGIN)
LIST_WATCHES = Operation("watch.list_of_user", Role.READ, who=ANYONE)
LIST_WATCHERS = Operation(
    "watch.list", Role.READ, PRIVATE, NONE, who=ANYONE, lacking=Lacking.HIDDEN
)
READ_WATCH = Operation("watch.read", Role.READ, NOTICES, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
WATCH = Operation("watch.set", Role.READ, NOTICES, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
UNWATCH = Operation("watch.remove", Role.READ, NOTICES, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
"""`notifications` watches private repositories too, and tells nothing else of them (GHES
behaviour)."""
FORGET_BLIND = Operation("mark.forget_blind", Role.ADMIN, who=SYSTEM_ONLY)
