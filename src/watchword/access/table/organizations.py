"""Organizations and who is in them.

To an organization everybody has READ (profiles are public), members WRITE, owners ADMIN.
"""

from watchword.access.kinds import ANY_LOGIN, ANYONE
from watchword.access.operation import Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO, REPO, USER, Scope
from watchword.kernel.words import N_

ADMIN_ORG: Scopes = frozenset({Scope("admin:org")})
WRITE_ORG: Scopes = frozenset({Scope("write:org")})
READ_ORG: Scopes = frozenset({Scope("read:org")})
SITE_ADMIN: Scopes = frozenset({Scope("site_admin")})
NONE: Scopes = frozenset()
PRIVATE_REPOSITORIES: Scopes = frozenset({REPO})
PUBLIC_REPOSITORIES: Scopes = frozenset({REPO, PUBLIC_REPO})
OWN_LIST = "You need at least read:org scope or user scope to list your organizations."
"""GitHub's sentence (GHES behaviour)."""
ADDING = N_("You need admin access to the organization before adding a repository to it.")
MEMBERSHIPS = N_("You must be an admin to add or update an organization membership.")

READ = Operation("org.read", Role.READ, ADMIN_ORG, NONE, who=ANYONE)
READ_SETTINGS = Operation("org.read_settings", Role.ADMIN, ADMIN_ORG, who=ANY_LOGIN)
"""What the profile shows to owners alone."""
LIST = Operation("org.list", Role.READ, who=ANYONE)
LIST_OWN = Operation("org.list_own", Role.ADMIN, READ_ORG | {USER}, who=ANY_LOGIN, text=OWN_LIST)
LIST_OF_USER = Operation("org.list_of_user", Role.READ, who=ANYONE)

CREATE = Operation("org.create", Role.ADMIN)
CREATE_FOR = Operation("org.create_for", Role.ADMIN, SITE_ADMIN, who=ANY_LOGIN)
RENAME = Operation("org.rename", Role.ADMIN, SITE_ADMIN, who=ANY_LOGIN)
UPDATE = Operation("org.update", Role.ADMIN, ADMIN_ORG | {REPO}, who=ANY_LOGIN)
DELETE = Operation("org.delete", Role.ADMIN, ADMIN_ORG, who=ANY_LOGIN, sudo=True)

LIST_MEMBERS = Operation("org.list_members", Role.READ, READ_ORG, NONE, who=ANYONE)
SEE_CONCEALED = Operation("org.see_concealed", Role.WRITE, READ_ORG, who=ANY_LOGIN)
"""Members who do not want everybody to know: told to members whose credential may read them."""
LIST_PUBLIC_MEMBERS = Operation("org.list_public_members", Role.READ, who=ANYONE)
PUBLICIZE = Operation("org.publicize", Role.WRITE, WRITE_ORG | {USER}, who=ANY_LOGIN)
"""Of oneself only."""
READ_MEMBERSHIP = Operation("org.read_membership", Role.WRITE, READ_ORG, who=ANY_LOGIN)
SET_MEMBERSHIP = Operation(
    "org.set_membership", Role.ADMIN, ADMIN_ORG, who=ANY_LOGIN, text=MEMBERSHIPS
)
REMOVE_MEMBER = Operation("org.remove_member", Role.ADMIN, ADMIN_ORG, who=ANY_LOGIN)
LEAVE = Operation("org.leave", Role.WRITE)
LIST_OUTSIDERS = Operation("org.list_outsiders", Role.ADMIN, ADMIN_ORG, who=ANY_LOGIN)
REMOVE_OUTSIDER = Operation("org.remove_outsider", Role.ADMIN, ADMIN_ORG, who=ANY_LOGIN)

LIST_OWN_MEMBERSHIPS = Operation("org.list_own_memberships", Role.ADMIN, READ_ORG, who=ANY_LOGIN)
ANSWER_INVITATION = Operation("org.answer_invitation", Role.ADMIN, WRITE_ORG, who=ANY_LOGIN)
LIST_INVITATIONS = Operation("org.list_invitations", Role.ADMIN, ADMIN_ORG, who=ANY_LOGIN)
INVITE = Operation("org.invite", Role.ADMIN, ADMIN_ORG, who=ANY_LOGIN)
CANCEL_INVITATION = Operation("org.cancel_invitation", Role.ADMIN, ADMIN_ORG, who=ANY_LOGIN)

LIST_REPOSITORIES = Operation(
    "org.list_repositories", Role.READ, PRIVATE_REPOSITORIES, NONE, who=ANYONE
)
CREATE_PUBLIC = Operation(
    "org.create_public", Role.WRITE, PUBLIC_REPOSITORIES, who=ANY_LOGIN, text=ADDING
)
CREATE_PRIVATE = Operation(
    "org.create_private", Role.WRITE, PRIVATE_REPOSITORIES, who=ANY_LOGIN, text=ADDING
)
"""Members who are no owners may do it where the organization lets them."""
