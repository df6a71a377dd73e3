"""Organizations as GitHub's JSON has them: organization-simple and organization-full."""

from datetime import datetime
from typing import Any

from msgspec import UNSET, Struct, UnsetType, field

from watchword.access.roles import PERMISSION_OF, ROLE_NAME_OF, Role
from watchword.organizations.model import Invitation, Organization
from watchword.repositories.footprint import Footprint
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.node_ids import ORG_INVITATION, ORGANIZATION, node_id
from watchword.surfaces.shapes.users import AVATAR, SimpleUser

NO_BASE_ROLE = "none"


class OrganizationSimple(Struct, kw_only=True):
    """An organization in a list, or in the answer about something else."""

    login: str
    id: int
    node_id: str
    url: str
    repos_url: str
    events_url: str
    hooks_url: str
    issues_url: str
    members_url: str
    public_members_url: str
    avatar_url: str
    description: str | None


class OrganizationFull(OrganizationSimple, kw_only=True):
    """An organization. What only its owners may know is absent for others."""

    name: str | None
    company: str | None
    blog: str | None
    location: str | None
    email: str | None
    twitter_username: str | None = None
    is_verified: bool = False
    has_organization_projects: bool = False
    has_repository_projects: bool = False
    public_repos: int
    public_gists: int = 0
    followers: int = 0
    following: int = 0
    html_url: str
    created_at: datetime
    changed_at: datetime = field(name="updated_at")
    """Not what the answer is dated by: who asks, and who is outside, change it as well."""
    archived_at: datetime | None = None
    type: str = "Organization"
    total_private_repos: int | UnsetType = UNSET
    owned_private_repos: int | UnsetType = UNSET
    private_gists: int | UnsetType = UNSET
    disk_usage: int | UnsetType = UNSET
    collaborators: int | UnsetType = UNSET
    billing_email: str | UnsetType | None = UNSET
    default_repository_permission: str | UnsetType = UNSET
    default_repository_branch: str | UnsetType = UNSET
    members_can_create_repositories: bool | UnsetType = UNSET
    members_allowed_repository_creation_type: str | UnsetType = UNSET
    members_can_create_public_repositories: bool | UnsetType = UNSET
    members_can_create_private_repositories: bool | UnsetType = UNSET
    members_can_create_internal_repositories: bool | UnsetType = UNSET
    members_can_create_teams: bool | UnsetType = UNSET
    members_can_create_pages: bool | UnsetType = UNSET
    members_can_create_public_pages: bool | UnsetType = UNSET
    members_can_create_private_pages: bool | UnsetType = UNSET
    members_can_fork_private_repositories: bool | UnsetType = UNSET
    members_can_delete_repositories: bool | UnsetType = UNSET
    members_can_change_repo_visibility: bool | UnsetType = UNSET
    members_can_invite_outside_collaborators: bool | UnsetType = UNSET
    members_can_delete_issues: bool | UnsetType = UNSET
    readers_can_create_discussions: bool | UnsetType = UNSET
    display_commenter_full_name_setting_enabled: bool | UnsetType = UNSET
    members_can_view_dependency_insights: bool | UnsetType = UNSET
    two_factor_requirement_enabled: bool | UnsetType = UNSET
    web_commit_signoff_required: bool | UnsetType = UNSET


class MembershipPermissions(Struct, kw_only=True):
    """What one may do in an organization beside working with its repositories."""

    can_create_repository: bool


class OrgMembership(Struct, kw_only=True):
    """What somebody is in an organization, or is asked to be."""

    url: str
    state: str
    role: str
    organization_url: str
    organization: OrganizationSimple
    user: SimpleUser | None
    permissions: MembershipPermissions


class OrganizationInvitation(Struct, kw_only=True):
    """Somebody is asked to join."""

    id: int
    node_id: str
    login: str | None
    email: str | None
    role: str
    created_at: datetime
    failed_at: datetime | None = None
    failed_reason: str | None = None
    inviter: SimpleUser | None
    team_count: int
    invitation_teams_url: str
    invitation_source: str = "member"


def organization_simple(org: Organization, at: Addresses) -> OrganizationSimple:
    """Say of an organization what lists say of it."""
    return OrganizationSimple(**_simple(org, at))


def organization_full(
    org: Organization, at: Addresses, footprint: Footprint | None = None
) -> OrganizationFull:
    """Say of an organization what everybody may know.

    With what its repositories come to: what its owners may know as well.
    """
    owned = {} if footprint is None else _for_owners(org, footprint)
    return OrganizationFull(
        **_simple(org, at),
        **owned,
        name=org.name,
        company=org.company,
        blog=org.blog,
        location=org.location,
        email=org.public_email,
        public_repos=org.public_repositories,
        html_url=f"{at.site}/{org.login}",
        created_at=moment(org.created_at),
        changed_at=moment(org.updated_at),
    )


def organization_invitation(
    found: Invitation, org: Organization, inviter: SimpleUser | None, at: Addresses
) -> OrganizationInvitation:
    """Say who is asked to join."""
    invitations = f"{at.api}/organizations/{org.id}/invitations"
    return OrganizationInvitation(
        id=found.id,
        node_id=node_id(ORG_INVITATION, found.id),
        login=found.login,
        email=found.email,
        role="admin" if found.role.value == "admin" else "direct_member",
        created_at=moment(found.created_at),
        inviter=inviter,
        team_count=found.teams,
        invitation_teams_url=f"{invitations}/{found.id}/teams",
    )


def base_permission(role: Role) -> str:
    """The name of a base role; GitHub says `none` here."""
    return NO_BASE_ROLE if role is Role.NONE else ROLE_NAME_OF[role]


def permission(role: Role) -> str:
    """The name of a role where GitHub's API speaks of permissions."""
    return PERMISSION_OF[role]


def _for_owners(org: Organization, footprint: Footprint) -> dict[str, Any]:
    may = org.members_may
    private = org.private_repositories
    creates_private = may.create_private
    kind = "none" if not creates_private else ("all" if may.create_public else "private")
    return {
        "total_private_repos": private,
        "owned_private_repos": private,
        "private_gists": 0,
        "disk_usage": footprint.kibibytes,
        "collaborators": footprint.collaborators,
        "billing_email": org.billing_email,
        "default_repository_permission": base_permission(org.base_role),
        "default_repository_branch": "main",
        "members_can_create_repositories": may.create_public or creates_private,
        "members_allowed_repository_creation_type": kind,
        "members_can_create_public_repositories": may.create_public,
        "members_can_create_private_repositories": creates_private,
        "members_can_create_internal_repositories": may.create_internal,
        "members_can_create_teams": may.create_teams,
        **dict.fromkeys(NEVER, False),
        **dict.fromkeys(ALWAYS, True),
    }


NEVER = (
    "members_can_create_pages",
    "members_can_create_public_pages",
    "members_can_create_private_pages",
    "members_can_fork_private_repositories",
    "members_can_delete_issues",
    "readers_can_create_discussions",
    "display_commenter_full_name_setting_enabled",
    "members_can_view_dependency_insights",
    "two_factor_requirement_enabled",
    "web_commit_signoff_required",
)
ALWAYS = (
    "members_can_delete_repositories",
    "members_can_change_repo_visibility",
    "members_can_invite_outside_collaborators",
)
"""Who administers a repository may do all of it; no setting takes it away."""


def _simple(org: Organization, at: Addresses) -> dict[str, Any]:
    url = f"{at.api}/orgs/{org.login}"
    return {
        "login": org.login,
        "id": org.id,
        "node_id": node_id(ORGANIZATION, org.id),
        "url": url,
        "repos_url": f"{url}/repos",
        "events_url": f"{url}/events",
        "hooks_url": f"{url}/hooks",
        "issues_url": f"{url}/issues",
        "members_url": f"{url}/members{{/member}}",
        "public_members_url": f"{url}/public_members{{/member}}",
        "avatar_url": at.api + AVATAR.format(id=org.id),
        "description": org.description,
    }
