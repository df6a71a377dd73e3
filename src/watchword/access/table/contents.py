"""What lies in repositories, over the API: files, commits, refs and git's objects.

Written is by what moves a ref (GHES behaviour); an object alone is in no ref's reach before that.
"""

from watchword.access.kinds import ANY_LOGIN, ANYONE
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO, WORKFLOW
from watchword.access.scopes import REPO as REPO_SCOPE

REPO: Scopes = frozenset({REPO_SCOPE})
PUBLIC: Scopes = frozenset({REPO_SCOPE, PUBLIC_REPO})
NONE: Scopes = frozenset()
WORKFLOWS: Scopes = frozenset({WORKFLOW})

READ = Operation("contents.read", Role.READ, REPO, NONE, who=ANYONE, lacking=Lacking.HIDDEN)
DOWNLOAD = Operation("contents.download", Role.READ, REPO, NONE, who=ANYONE, lacking=Lacking.HIDDEN)
"""All files of a commit as one archive."""

WRITE_FILE = Operation("contents.write_file", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
WRITE_WORKFLOW = Operation(
    "contents.write_workflow",
    Role.WRITE,
    REPO,
    PUBLIC,
    all_of=WORKFLOWS,
    who=ANY_LOGIN,
    text="Workflow files take push access to the repository, and the `workflow` scope as well.",
)
"""A file below `.github/workflows`, by the address of its own."""
DELETE_FILE = Operation("contents.delete_file", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)

WRITE_OBJECT = Operation("git_data.write_object", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
"""Blobs, trees, commits and annotated tags."""
CREATE_REF = Operation("git_data.create_ref", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
UPDATE_REF = Operation("git_data.update_ref", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
DELETE_REF = Operation("git_data.delete_ref", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
MERGE = Operation("git_data.merge", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
RENAME_BRANCH = Operation("git_data.rename_branch", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)

READING = frozenset({READ, DOWNLOAD})
MOVING_REFS = frozenset(
    {
        WRITE_FILE,
        WRITE_WORKFLOW,
        DELETE_FILE,
        CREATE_REF,
        UPDATE_REF,
        DELETE_REF,
        MERGE,
        RENAME_BRANCH,
    }
)
WRITING = MOVING_REFS | {WRITE_OBJECT}
