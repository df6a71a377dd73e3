"""What happened of late: in a repository, by a person, and where a person watches or follows."""

from watchword.access.kinds import ANYONE
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import REPO as REPO_SCOPE

NONE: Scopes = frozenset()
REPO: Scopes = frozenset({REPO_SCOPE})

READ_OF_PERSON = Operation("feed.read_of_person", Role.READ, who=ANYONE)
"""The list itself leaves out what the credential cannot see, and all that is private where others
ask."""
READ_OF_REPOSITORY = Operation(
    "feed.read_of_repository", Role.READ, REPO, NONE, who=ANYONE, lacking=Lacking.HIDDEN
)
