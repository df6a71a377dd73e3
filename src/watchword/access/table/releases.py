"""Releases and the files that belong to them."""

from watchword.access.kinds import ANY_LOGIN, ANYONE, SYSTEM_ONLY
from watchword.access.operation import Lacking, Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import PUBLIC_REPO
from watchword.access.scopes import REPO as REPO_SCOPE

REPO: Scopes = frozenset({REPO_SCOPE})
PUBLIC: Scopes = frozenset({REPO_SCOPE, PUBLIC_REPO})
NONE: Scopes = frozenset()

READ = Operation("release.read", Role.READ, REPO, NONE, who=ANYONE, lacking=Lacking.HIDDEN)
SEE_DRAFTS = Operation("release.see_drafts", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
CREATE = Operation("release.create", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
UPDATE = Operation("release.update", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
DELETE = Operation("release.destroy", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
UPLOAD = Operation("release_asset.create", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
UPDATE_ASSET = Operation("release_asset.update", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
DELETE_ASSET = Operation("release_asset.destroy", Role.WRITE, REPO, PUBLIC, who=ANY_LOGIN)
SWEEP_ASSETS = Operation("release_asset.sweep", Role.ADMIN, who=SYSTEM_ONLY)
"""Remove files that no release has any more."""

MOVING_REFS = frozenset({CREATE, UPDATE})
"""To publish a release makes its tag where that is not there."""
RESOLVING = frozenset({READ, CREATE, UPDATE})
"""These look up which commit a tag or a branch means."""
