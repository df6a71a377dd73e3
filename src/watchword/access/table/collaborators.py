"""Who works with a repository, and who is asked to."""

from watchword.access.kinds import ANY_LOGIN
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO, READ_ORG, REPO_INVITE
from watchword.access.scopes import REPO as REPO_SCOPE
from watchword.kernel.words import N_

REPO: Scopes = frozenset({REPO_SCOPE})
PUBLIC: Scopes = frozenset({REPO_SCOPE, PUBLIC_REPO})
BOTH: Scopes = frozenset({REPO_SCOPE, READ_ORG})
NONE: Scopes = frozenset()
ANSWERING: Scopes = frozenset({REPO_SCOPE, PUBLIC_REPO, REPO_INVITE})
SEEING = N_("Must have push access to view repository collaborators.")
PERMISSION = N_("Must have push access to view collaborator permission.")
"""GitHub's sentences (GHES behaviour)."""

READ = Operation("collaborator.read", Role.WRITE, NONE, all_of=BOTH, who=ANY_LOGIN, text=SEEING)
"""One of the few operations that take two scopes at once (GHES behaviour)."""
READ_PERMISSION = Operation(
    "collaborator.read_permission", Role.WRITE, REPO, NONE, who=ANY_LOGIN, text=PERMISSION
)
INVITE = Operation("collaborator.invite", Role.ADMIN, REPO, PUBLIC, who=ANY_LOGIN)
REMOVE = Operation("collaborator.remove", Role.ADMIN, REPO, PUBLIC, who=ANY_LOGIN)
LEAVE = Operation("collaborator.leave", Role.READ, REPO, PUBLIC, who=ANY_LOGIN)
"""Everybody may take themselves off; taking others off asks for REMOVE as well."""

LIST_INVITATIONS = Operation("invitation.list", Role.ADMIN, REPO, PUBLIC, who=ANY_LOGIN)
CHANGE_INVITATION = Operation("invitation.change", Role.ADMIN, REPO, PUBLIC, who=ANY_LOGIN)
CANCEL_INVITATION = Operation("invitation.cancel", Role.ADMIN, REPO, PUBLIC, who=ANY_LOGIN)

LIST_OWN_INVITATIONS = Operation(
    "invitation.list_own", Role.ADMIN, ANSWERING, who=ANY_LOGIN, lacking=Lacking.HIDDEN
)
"""With `public_repo` alone only those to public repositories are there."""
ANSWER_INVITATION = Operation(
    "invitation.answer", Role.ADMIN, ANSWERING, who=ANY_LOGIN, lacking=Lacking.HIDDEN
)
