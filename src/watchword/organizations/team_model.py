"""Teams of an organization."""

from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.kernel.ids import OrgId, TeamId, UserId
from watchword.organizations.model import OrgRole


class Privacy(StrEnum):
    """Who knows of a team."""

    SECRET = "secret"
    """Its members and the organization's owners."""
    CLOSED = "closed"
    """All members of the organization."""


class TeamRole(StrEnum):
    """What somebody is in a team."""

    MEMBER = "member"
    MAINTAINER = "maintainer"


@dataclass(frozen=True, slots=True)
class Team:
    """A team, and what the one who looked it up is to it."""

    id: TeamId
    org: OrgId
    org_login: str
    name: str
    slug: str
    description: str | None
    privacy: Privacy
    notifies: bool
    """Whether members are told when the team is mentioned."""
    parent: TeamId | None
    members: int
    """With those of the teams below it."""
    repositories: int
    """With those that it has through the teams above it."""
    created_at: int
    updated_at: int
    viewer: UserId | None = field(default=None, compare=False)
    viewer_in_org: OrgRole | None = field(default=None, compare=False)
    viewer_in_team: TeamRole | None = field(default=None, compare=False)

    @property
    def is_public(self) -> bool:
        """What hides a team is that one has no role on it, not what a token carries."""
        return True

    def role_of(self, actor: Actor) -> Role:
        """Owners of the organization run it, maintainers manage it, members know of it."""
        if actor.user is None:
            return Role.NONE
        if actor.user != self.viewer:
            msg = "the team was looked up for somebody else"
            raise AssertionError(msg)
        if self.viewer_in_org is OrgRole.ADMIN:
            return Role.ADMIN
        if self.viewer_in_org is None:
            return Role.NONE
        if self.viewer_in_team is TeamRole.MAINTAINER:
            return Role.MAINTAIN
        knows = self.viewer_in_team is not None or self.privacy is Privacy.CLOSED
        return Role.READ if knows else Role.NONE


class TeamMember(Struct, frozen=True):
    """Somebody who is in a team, or in one below it."""

    user: UserId
    login: str
    name: str | None
    role: TeamRole


class TeamOfRepository(Struct, frozen=True):
    """A team that works with a repository, and what it may do there."""

    team: Team
    role: Role
