"""Teams of organizations, and the repositories that they work with.

Who has no role on a team, because it is secret or because of not being in the organization, is told
that there is no such team.
"""

from watchword.access.kinds import ANY_LOGIN
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO, REPO, USER, Scope

ADMIN_ORG: Scopes = frozenset({Scope("admin:org"), REPO})
WRITE_ORG: Scopes = frozenset({Scope("write:org")})
READ_ORG: Scopes = frozenset({Scope("read:org")})
PRIVATE_REPOSITORIES: Scopes = frozenset({REPO})
PUBLIC_REPOSITORIES: Scopes = frozenset({REPO, PUBLIC_REPO})

LIST = Operation("team.list", Role.WRITE, READ_ORG, who=ANY_LOGIN)
"""On the organization, by its members."""
LIST_OWN = Operation("team.list_own", Role.ADMIN, READ_ORG | {REPO, USER}, who=ANY_LOGIN)
CREATE = Operation("team.create", Role.WRITE, WRITE_ORG, who=ANY_LOGIN)
"""On the organization, by its members, unless it keeps that to owners."""
READ = Operation("team.read", Role.READ, READ_ORG, who=ANY_LOGIN, lacking=Lacking.HIDDEN)
UPDATE = Operation("team.update", Role.MAINTAIN, WRITE_ORG, who=ANY_LOGIN)
DELETE = Operation("team.delete", Role.MAINTAIN, WRITE_ORG, who=ANY_LOGIN)

LIST_MEMBERS = Operation(
    "team.list_members", Role.READ, READ_ORG, who=ANY_LOGIN, lacking=Lacking.HIDDEN
)
READ_MEMBERSHIP = Operation(
    "team.read_membership", Role.READ, READ_ORG, who=ANY_LOGIN, lacking=Lacking.HIDDEN
)
SET_MEMBERSHIP = Operation("team.set_membership", Role.MAINTAIN, WRITE_ORG, who=ANY_LOGIN)
REMOVE_MEMBERSHIP = Operation("team.remove_membership", Role.MAINTAIN, WRITE_ORG, who=ANY_LOGIN)
LEAVE = Operation("team.leave", Role.READ)

LIST_REPOSITORIES = Operation(
    "team.list_repositories",
    Role.READ,
    READ_ORG | {REPO},
    who=ANY_LOGIN,
    lacking=Lacking.HIDDEN,
)
SET_REPOSITORY = Operation("team.set_repository", Role.READ, ADMIN_ORG, who=ANY_LOGIN)
REMOVE_REPOSITORY = Operation("team.remove_repository", Role.READ, ADMIN_ORG, who=ANY_LOGIN)
"""On the team; on the repository it takes GIVE as well."""
GIVE = Operation(
    "team.give_repository",
    Role.ADMIN,
    PRIVATE_REPOSITORIES,
    ADMIN_ORG | PUBLIC_REPOSITORIES,
    who=ANY_LOGIN,
)
"""On the repository: only who administers it lets a team work with it (attack 59), and a private
one is for tokens that can see it."""
LIST_OF_REPOSITORY = Operation(
    "team.list_of_repository",
    Role.READ,
    PRIVATE_REPOSITORIES,
    PUBLIC_REPOSITORIES,
    who=ANY_LOGIN,
    lacking=Lacking.HIDDEN,
)
