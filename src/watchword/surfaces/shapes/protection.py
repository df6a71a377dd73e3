"""Protected branches as GitHub's JSON has them.

What this server does not enforce is told as GitHub tells it where it is switched off.
"""

from urllib.parse import quote

from msgspec import UNSET, Struct, UnsetType

from watchword.repositories.model import Repository
from watchword.repositories.protection import ProtectionRules
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.teams import TeamShape
from watchword.surfaces.shapes.users import SimpleUser


class Enabled(Struct, kw_only=True):
    """A switch."""

    enabled: bool = False


class EnabledAt(Struct, kw_only=True):
    """A switch with an address of its own."""

    url: str
    enabled: bool = False


class Restrictions(Struct, kw_only=True):
    """Who may push."""

    url: str
    users_url: str
    teams_url: str
    apps_url: str
    users: list[SimpleUser]
    teams: list[TeamShape]
    apps: list[str] = []


class BranchProtection(Struct, kw_only=True):
    """What may not be done to a branch."""

    url: str
    required_signatures: EnabledAt
    enforce_admins: EnabledAt
    restrictions: Restrictions | UnsetType = UNSET
    required_linear_history: Enabled
    allow_force_pushes: Enabled
    allow_deletions: Enabled
    block_creations: Enabled
    required_conversation_resolution: Enabled
    lock_branch: Enabled
    allow_fork_syncing: Enabled


def address(repository: Repository, branch: str, at: Addresses) -> str:
    """Where the protection of a branch is."""
    name = quote(branch, safe="/")
    return f"{at.api}/repos/{repository.full_name}/branches/{name}/protection"


def enforce_admins(url: str, rules: ProtectionRules) -> EnabledAt:
    """Say whether the rule at that address holds for those who run the repository."""
    return EnabledAt(url=f"{url}/enforce_admins", enabled=rules.enforce_admins)


def restrictions(url: str, users: list[SimpleUser], teams: list[TeamShape]) -> Restrictions:
    """Say who may push by the rule at that address."""
    base = f"{url}/restrictions"
    return Restrictions(
        url=base,
        users_url=f"{base}/users",
        teams_url=f"{base}/teams",
        apps_url=f"{base}/apps",
        users=users,
        teams=teams,
    )


def protection(
    url: str, rules: ProtectionRules, users: list[SimpleUser], teams: list[TeamShape]
) -> BranchProtection:
    """Say what the rule at that address says."""
    off = Enabled()
    return BranchProtection(
        url=url,
        required_signatures=EnabledAt(url=f"{url}/required_signatures"),
        enforce_admins=enforce_admins(url, rules),
        restrictions=restrictions(url, users, teams) if rules.restricted else UNSET,
        required_linear_history=off,
        allow_force_pushes=Enabled(enabled=rules.allow_force_pushes),
        allow_deletions=Enabled(enabled=rules.allow_deletions),
        block_creations=Enabled(enabled=rules.block_creations),
        required_conversation_resolution=off,
        lock_branch=Enabled(enabled=rules.lock_branch),
        allow_fork_syncing=off,
    )
