"""The one who asks: made by authn/resolve.py and by nothing else."""

import msgspec

from watchword.access.kinds import Kind
from watchword.access.roles import Role
from watchword.access.scopes import Scope
from watchword.kernel.events import Origin
from watchword.kernel.ids import ApplicationId, RepoId, UserId


class Actor(msgspec.Struct, frozen=True):
    """Who asks, and what the credential carries. An argument everywhere, never a global."""

    user: UserId | None
    kind: Kind
    scopes: frozenset[Scope] = frozenset()
    """Expanded: what a granted scope implies is in it."""
    sudo: bool = False
    """The password was given within two hours (sessions only)."""
    half: bool = False
    """Signed in with a one-time password that was not changed yet (sessions only)."""
    site_admin: bool = False
    application: ApplicationId | None = None
    """The OAuth application that asks for itself (Kind.APPLICATION only)."""
    opens: tuple[RepoId, Role] | None = None
    """The one repository that it opens, and what it is there (Kind.DEPLOY_KEY only)."""
    origin: Origin = Origin()
