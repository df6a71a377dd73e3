"""Facts about protected branches, under the names that GitHub's log has for them."""

from typing import Final

from watchword.kernel.events import Event
from watchword.kernel.ids import ProtectionId, RepoId


class ProtectionCreated(Event, frozen=True):
    """Branches are protected."""

    name = "protected_branch.create"
    repository_id: RepoId
    protection: ProtectionId
    pattern: str


class ProtectionDestroyed(Event, frozen=True):
    """Branches are protected no longer."""

    name = "protected_branch.destroy"
    repository_id: RepoId
    protection: ProtectionId
    pattern: str


class AuthorizedChanged(Event, frozen=True):
    """Others may push than before."""

    name = "protected_branch.authorized_users_teams"
    repository_id: RepoId
    protection: ProtectionId
    pattern: str
    restricted: bool
    users: tuple[int, ...]
    teams: tuple[int, ...] = ()


class AdminEnforced(Event, frozen=True):
    """A rule holds for those who run the repository as well, or no longer."""

    name = "protected_branch.update_admin_enforced"
    repository_id: RepoId
    protection: ProtectionId
    pattern: str
    enabled: bool


class ForcePushesChanged(Event, frozen=True):
    """History may be rewritten, or no longer."""

    name = "protected_branch.update_allow_force_pushes_enforcement_level"
    repository_id: RepoId
    protection: ProtectionId
    pattern: str
    enabled: bool


class DeletionsChanged(Event, frozen=True):
    """Branches may be deleted, or no longer."""

    name = "protected_branch.update_allow_deletions_enforcement_level"
    repository_id: RepoId
    protection: ProtectionId
    pattern: str
    enabled: bool


class LockChanged(Event, frozen=True):
    """Branches are read-only, or no longer."""

    name = "protected_branch.update_lock_branch_enforcement_level"
    repository_id: RepoId
    protection: ProtectionId
    pattern: str
    enabled: bool


class CreationsChanged(Event, frozen=True):
    """Branches may be made by those who may push to them only, or by all."""

    name = "protected_branch.update_block_creations_enforcement_level"
    repository_id: RepoId
    protection: ProtectionId
    pattern: str
    enabled: bool


class PolicyOverridden(Event, frozen=True):
    """Somebody who runs the repository did what a rule forbids to all others."""

    name = "protected_branch.policy_override"
    repository_id: RepoId
    protection: ProtectionId
    ref: str
    before: str
    after: str


SWITCHES: Final = {
    "enforce_admins": AdminEnforced,
    "allow_force_pushes": ForcePushesChanged,
    "allow_deletions": DeletionsChanged,
    "lock_branch": LockChanged,
    "block_creations": CreationsChanged,
}
"""The switches of a rule, each with the fact that it was turned."""
