"""Repositories. What git does with them stands in git.py."""

from watchword.access.kinds import ANY_LOGIN, ANYONE, SESSION_ONLY, SYSTEM_ONLY
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import DELETE_REPO, PUBLIC_REPO
from watchword.access.scopes import REPO as REPO_SCOPE

REPO: Scopes = frozenset({REPO_SCOPE})
PUBLIC: Scopes = frozenset({REPO_SCOPE, PUBLIC_REPO})
NONE: Scopes = frozenset()
DELETING: Scopes = frozenset({DELETE_REPO})

READ = Operation("repo.read", Role.READ, REPO, NONE, who=ANYONE, lacking=Lacking.HIDDEN)
LIST_OWN = Operation("repo.list_own", Role.ADMIN, who=ANY_LOGIN)
"""The list itself leaves out what the token cannot see: `repo` is needed for private ones."""
LIST_OF_USER = Operation("repo.list_of_user", Role.READ, who=ANYONE)
SEARCH = Operation("repo.search", Role.READ, who=ANYONE)
"""Finds what the credential may see, on the whole site."""

CREATE_PUBLIC = Operation("repo.create_public", Role.ADMIN, PUBLIC, who=ANY_LOGIN)
CREATE_PRIVATE = Operation("repo.create_private", Role.ADMIN, REPO, who=ANY_LOGIN)

UPDATE = Operation("repo.update", Role.ADMIN, REPO, PUBLIC, who=ANY_LOGIN)
RENAME = Operation("repo.rename", Role.ADMIN, REPO, PUBLIC, who=ANY_LOGIN)
SET_VISIBILITY = Operation("repo.set_visibility", Role.ADMIN, REPO, who=ANY_LOGIN)
SET_TOPICS = Operation("repo.set_topics", Role.ADMIN, REPO, PUBLIC, who=ANY_LOGIN)
ARCHIVE = Operation("repo.archive", Role.ADMIN, REPO, PUBLIC, who=ANY_LOGIN)
TRANSFER = Operation("repo.transfer", Role.ADMIN, REPO, PUBLIC, who=ANY_LOGIN)
"""Making one there is asked for as well; another person is asked whether they want it."""
ANSWER_OFFER = Operation("repo.answer_offer", Role.ADMIN, who=SESSION_ONLY)
DELETE = Operation("repo.delete", Role.ADMIN, DELETING, who=ANY_LOGIN)

LIST_COLLABORATORS = Operation("repo.list_collaborators", Role.ADMIN)
SET_COLLABORATOR = Operation("repo.set_collaborator", Role.ADMIN)
REMOVE_COLLABORATOR = Operation("repo.remove_collaborator", Role.ADMIN)

MEASURE = Operation("repo.measure", Role.ADMIN, who=SYSTEM_ONLY)
NOTE_LOOK = Operation("repo.note_look", Role.ADMIN, who=SYSTEM_ONLY)
SWEEP_FOLDERS = Operation("repo.sweep_folders", Role.ADMIN, who=SYSTEM_ONLY)
