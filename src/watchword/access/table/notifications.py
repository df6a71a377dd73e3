"""What people are told of, and what they have read of it (github-auth: `notifications` or `repo`).

What is about a repository that not everybody sees is seen through `repo` alone.
"""

from typing import Final

from watchword.access.kinds import ANY_LOGIN, SESSION_ONLY, SYSTEM_ONLY
from watchword.access.operation import Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import NOTIFICATIONS, REPO

NOTICES: Scopes = frozenset({REPO, NOTIFICATIONS})
PRIVATE: Scopes = frozenset({REPO})
MISSING: Final = "Missing the 'notifications' scope."

LIST = Operation("notification.list", Role.READ, NOTICES, who=ANY_LOGIN, text=MISSING)
"""The list itself leaves out what the token cannot see: `repo` is needed for private ones."""
MARK_ALL = Operation("notification.mark_all", Role.READ, NOTICES, who=ANY_LOGIN, text=MISSING)
LIST_OF_REPOSITORY = Operation(
    "notification.list_of_repository", Role.READ, PRIVATE, NOTICES, who=ANY_LOGIN, text=MISSING
)
MARK_REPOSITORY = Operation(
    "notification.mark_repository", Role.READ, PRIVATE, NOTICES, who=ANY_LOGIN, text=MISSING
)
READ_THREAD = Operation(
    "notification.read", Role.ADMIN, PRIVATE, NOTICES, who=ANY_LOGIN, text=MISSING
)
CHANGE_THREAD = Operation(
    "notification.change", Role.ADMIN, PRIVATE, NOTICES, who=ANY_LOGIN, text=MISSING
)
"""Mark it, put it away, choose what one is told of it."""
FOLLOW_COMMIT = Operation("notification.follow_commit", Role.READ, who=SESSION_ONLY)
"""On the page of a commit, of which one need not have been told yet."""
TELL = Operation("notification.tell", Role.ADMIN, who=SYSTEM_ONLY)
SWEEP = Operation("notification.sweep", Role.ADMIN, who=SYSTEM_ONLY)
