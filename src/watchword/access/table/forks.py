"""Forks and templates: repositories that begin as copies of others (GHES behaviour)."""

from watchword.access.kinds import ANY_LOGIN, ANYONE, SYSTEM_ONLY
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO
from watchword.access.scopes import REPO as REPO_SCOPE

REPO: Scopes = frozenset({REPO_SCOPE})
PUBLIC: Scopes = frozenset({REPO_SCOPE, PUBLIC_REPO})
NONE: Scopes = frozenset()

LIST = Operation("repo.list_forks", Role.READ, REPO, NONE, who=ANYONE, lacking=Lacking.HIDDEN)
FORK = Operation("repo.fork", Role.READ, REPO, PUBLIC, who=ANY_LOGIN)
MERGE_UPSTREAM = Operation("repo.merge_upstream", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
GENERATE = Operation("repo.generate", Role.READ, REPO, PUBLIC, who=ANY_LOGIN)
"""Begin a repository with what stands in a template. Making it is asked for beside this."""
SET_TEMPLATE = Operation("repo.set_template", Role.ADMIN, REPO, PUBLIC, who=ANY_LOGIN)
FINISH = Operation("repo.finish_forks", Role.ADMIN, who=SYSTEM_ONLY)
"""Copy again what a crash left half copied."""
