"""Teams as GitHub's JSON has them: team, team-full, team-membership, and what they work with."""

from datetime import datetime
from typing import Any

from msgspec import UNSET, Struct, UnsetType, field

from watchword.access.roles import PERMISSION_OF, Role
from watchword.organizations.model import Organization
from watchword.organizations.team_model import Team
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.node_ids import TEAM, node_id
from watchword.surfaces.shapes.organizations import OrganizationFull, organization_full
from watchword.surfaces.shapes.repositories import Permissions, permissions

NOTIFIES = {True: "notifications_enabled", False: "notifications_disabled"}


class TeamSimple(Struct, kw_only=True):
    """A team as the parent of another one."""

    id: int
    node_id: str
    url: str
    html_url: str
    members_url: str
    repositories_url: str
    name: str
    slug: str
    description: str | None
    privacy: str
    notification_setting: str
    permission: str


class TeamShape(TeamSimple, kw_only=True):
    """A team in a list."""

    parent: TeamSimple | None
    permissions: Permissions | UnsetType = UNSET
    """What it may do with the repository whose teams are listed."""


class TeamFull(TeamShape, kw_only=True):
    """A team."""

    members_count: int
    repos_count: int
    created_at: datetime
    changed_at: datetime = field(name="updated_at")
    """Not what the answer is dated by: it counts members and repositories as well."""
    organization: OrganizationFull


class TeamMembership(Struct, kw_only=True):
    """What somebody is in a team."""

    url: str
    role: str
    state: str = "active"


def team_shape(
    team: Team, parent: Team | None, at: Addresses, role: Role | None = None
) -> TeamShape:
    """Say of a team what lists say of it, with what it may do with a repository if so told."""
    return TeamShape(
        **_simple(team, at, role),
        parent=None if parent is None else TeamSimple(**_simple(parent, at)),
        permissions=UNSET if role is None else permissions(role),
    )


def team_full(team: Team, parent: Team | None, org: Organization, at: Addresses) -> TeamFull:
    """Say of a team what who knows of it may know."""
    return TeamFull(
        **_simple(team, at),
        parent=None if parent is None else TeamSimple(**_simple(parent, at)),
        members_count=team.members,
        repos_count=team.repositories,
        created_at=moment(team.created_at),
        changed_at=moment(team.updated_at),
        organization=organization_full(org, at),
    )


def team_membership(team: Team, login: str, role: str, at: Addresses) -> TeamMembership:
    """Say what somebody is in a team."""
    return TeamMembership(url=f"{_url(team, at)}/memberships/{login}", role=role)


def _url(team: Team, at: Addresses) -> str:
    return f"{at.api}/organizations/{team.org}/team/{team.id}"


def _simple(team: Team, at: Addresses, role: Role | None = None) -> dict[str, Any]:
    url = _url(team, at)
    return {
        "id": team.id,
        "node_id": node_id(TEAM, team.id),
        "url": url,
        "html_url": f"{at.site}/orgs/{team.org_login}/teams/{team.slug}",
        "members_url": f"{url}/members{{/member}}",
        "repositories_url": f"{url}/repos",
        "name": team.name,
        "slug": team.slug,
        "description": team.description,
        "privacy": team.privacy.value,
        "notification_setting": NOTIFIES[team.notifies],
        "permission": PERMISSION_OF[role or Role.READ],
    }
