"""Gists: texts that are shared by their address, each a repository of git's (GHES behaviour).

Who knows the address of a gist may read it, secret or not: so all of them count as public here, and
lists leave out what they must not tell.
"""

from watchword.access.kinds import ANY_LOGIN, ANYONE, TOKENS, Kind
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import GIST as GIST_SCOPE

GIST: Scopes = frozenset({GIST_SCOPE})
NONE: Scopes = frozenset()

READ = Operation("gist.read", Role.READ, who=ANYONE)
LIST = Operation("gist.list", Role.READ, GIST, NONE, who=ANYONE)
"""One's own, or of a person, or everybody's. Without `gist` a list leaves the secret ones out."""
LIST_STARRED = Operation("gist.list_starred", Role.ADMIN, GIST, who=ANY_LOGIN)
CREATE = Operation("gist.create", Role.ADMIN, GIST, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
UPDATE = Operation("gist.update", Role.ADMIN, GIST, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
DELETE = Operation("gist.delete", Role.ADMIN, GIST, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
FORK = Operation("gist.fork", Role.READ, GIST, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
STAR = Operation("gist.star", Role.READ, GIST, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
"""Set a star, take it away, ask for it."""

READ_COMMENTS = Operation("gist.read_comments", Role.READ, who=ANYONE)
COMMENT = Operation("gist.comment", Role.READ, GIST, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
EDIT_COMMENT = Operation(
    "gist.edit_comment", Role.ADMIN, GIST, who=ANY_LOGIN, lacking=Lacking.HIDDEN
)
DELETE_COMMENT = Operation(
    "gist.delete_comment", Role.WRITE, GIST, who=ANY_LOGIN, lacking=Lacking.HIDDEN
)
"""Its author may, and the owner of the gist."""

GIT_READ = Operation(
    "gist.git_read",
    Role.READ,
    who=TOKENS | {Kind.ANONYMOUS, Kind.PUBLIC_KEY},
    lacking=Lacking.HIDDEN,
)
GIT_PUSH = Operation("gist.git_push", Role.ADMIN, GIST, who=TOKENS | {Kind.PUBLIC_KEY})

MOVING_REFS = frozenset({GIT_PUSH, UPDATE})
