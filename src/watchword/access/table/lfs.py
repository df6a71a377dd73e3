"""Large files beside repositories (Git LFS): as fetching and pushing (GHES behaviour)."""

from watchword.access.kinds import ANY_LOGIN, SSH, SYSTEM_ONLY, TOKENS, Kind
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO, SITE_ADMIN
from watchword.access.scopes import REPO as REPO_SCOPE

REPO: Scopes = frozenset({REPO_SCOPE})
PUBLIC: Scopes = frozenset({REPO_SCOPE, PUBLIC_REPO})
NONE: Scopes = frozenset()
OF_SITE: Scopes = frozenset({SITE_ADMIN})
GIT = TOKENS | SSH
"""Who holds an SSH key comes with a ticket that SSH handed out."""
PEOPLE = TOKENS | {Kind.PUBLIC_KEY}
MUST_PUSH = "You must have push access to this repository."

DOWNLOAD = Operation(
    "lfs.download", Role.READ, REPO, NONE, who=GIT | {Kind.ANONYMOUS}, lacking=Lacking.HIDDEN
)
UPLOAD = Operation("lfs.upload", Role.WRITE, REPO, PUBLIC, who=GIT, text=MUST_PUSH)
LIST_LOCKS = Operation("lfs.list_locks", Role.READ, REPO, NONE, who=GIT, lacking=Lacking.HIDDEN)
VERIFY_LOCKS = Operation(
    "lfs.verify_locks",
    Role.WRITE,
    REPO,
    PUBLIC,
    who=GIT,
    text="You must have push access to verify locks.",
)
"""Asked by git-lfs before each push: which files others hold."""
LOCK = Operation("lfs.lock", Role.WRITE, REPO, PUBLIC, who=PEOPLE, text=MUST_PUSH)
UNLOCK = Operation("lfs.unlock", Role.WRITE, REPO, PUBLIC, who=PEOPLE, text=MUST_PUSH)
"""One's own locks."""
FORCE_UNLOCK = Operation(
    "lfs.force_unlock",
    Role.MAINTAIN,
    REPO,
    PUBLIC,
    who=PEOPLE,
    text="You must maintain this repository to end the locks of others.",
)
SWITCH = Operation("repo.switch_lfs", Role.ADMIN, REPO, PUBLIC, all_of=OF_SITE, who=ANY_LOGIN)
"""Let a repository take large files, or no longer: for those who run the site (GHES behaviour)."""
COPY = Operation("lfs.copy", Role.ADMIN, who=SYSTEM_ONLY)
"""Let a copy of a repository have the large files of its source."""
SWEEP = Operation("lfs.sweep", Role.ADMIN, who=SYSTEM_ONLY)
"""Remove bytes that no repository has any more."""
