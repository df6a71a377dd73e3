"""What happened of late: in a repository, by a person, and where a person watches or follows.

On the whole site, in a network of forks and in an organization it is what is public of it.
"""

from watchword.access.kinds import ANY_LOGIN, ANYONE
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import REPO as REPO_SCOPE
from watchword.kernel.words import N_

NONE: Scopes = frozenset()
REPO: Scopes = frozenset({REPO_SCOPE})
OWN_VIEW = N_("Only the person named in the path sees this: put your own username there.")

READ_OF_PERSON = Operation("feed.read_of_person", Role.READ, who=ANYONE)
"""The list itself leaves out what the credential cannot see, and all that is private where others
ask."""
READ_OF_REPOSITORY = Operation(
    "feed.read_of_repository", Role.READ, REPO, NONE, who=ANYONE, lacking=Lacking.HIDDEN
)
READ_OF_NETWORK = Operation(
    "feed.read_of_network", Role.READ, REPO, NONE, who=ANYONE, lacking=Lacking.HIDDEN
)
READ_OF_SITE = Operation("feed.read_of_site", Role.READ, who=ANYONE)
READ_OF_ORGANIZATION = Operation("feed.read_of_organization", Role.READ, who=ANYONE)
READ_DASHBOARD = Operation("feed.read_dashboard", Role.ADMIN, who=ANY_LOGIN, text=OWN_VIEW)
"""What one sees oneself of an organization: the list leaves out what the credential cannot see."""
