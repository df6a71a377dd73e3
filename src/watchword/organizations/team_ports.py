"""What teams need of storage."""

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from watchword.access.roles import Role
from watchword.kernel import work
from watchword.kernel.ids import OrgId, RepoId, TeamId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.organizations.team_model import (
    Privacy,
    Team,
    TeamMember,
    TeamOfRepository,
    TeamRole,
)


class NewTeam(Struct, frozen=True):
    """A team to be kept; all fields checked."""

    org: OrgId
    name: str
    slug: str
    description: str | None
    privacy: Privacy
    notifies: bool
    parent: TeamId | None


class TeamStore(Protocol):
    """Teams, their members, and the repositories that they work with."""

    def by_slug(self, org: str, slug: str, viewer: UserId | None) -> Team | None:
        """Find by the login of the organization and the slug."""

    def by_id(self, team: TeamId, viewer: UserId | None) -> Team | None:
        """Find by number."""

    def page(
        self, org: OrgId, viewer: UserId | None, request: PageRequest, parent: TeamId | None = None
    ) -> Page[Team]:
        """Teams that the viewer may know of, by name; only those right below one where given."""

    def of_user(self, user: UserId, request: PageRequest) -> Page[Team]:
        """The teams that somebody is in, by name."""

    def of_repository(
        self, repository: RepoId, viewer: UserId | None, request: PageRequest
    ) -> Page[TeamOfRepository]:
        """The teams that work with a repository, as far as the viewer may know of them."""

    def add(self, new: NewTeam, now: int) -> TeamId:
        """Keep a new team. Raises Conflict when the slug is taken."""

    def update(self, team: TeamId, values: Mapping[str, str | int | bool | None], now: int) -> None:
        """Change columns. Raises Conflict when the slug is taken."""

    def move(self, team: TeamId, parent: TeamId | None, now: int) -> None:
        """Put a team, with all below it, under another one, or under none."""

    def ancestors(self, team: TeamId) -> frozenset[TeamId]:
        """The team itself and all above it."""

    def has_children(self, team: TeamId) -> bool:
        """Whether there are teams below it."""

    def delete(self, team: TeamId) -> None:
        """Forget a team, and all below it."""

    def member(self, team: TeamId, user: UserId) -> TeamMember | None:
        """Somebody who is in the team itself, or below it."""

    def own_role(self, team: TeamId, user: UserId) -> TeamRole | None:
        """What somebody was made in the team itself."""

    def members(
        self, team: TeamId, request: PageRequest, role: TeamRole | None = None
    ) -> Page[TeamMember]:
        """Who is in the team or below it, by login."""

    def set_member(self, team: TeamId, user: UserId, role: TeamRole, now: int) -> None:
        """Let somebody in, or change the role."""

    def remove_member(self, team: TeamId, user: UserId) -> bool:
        """Take somebody out; whether anything changed."""

    def repository_role(self, team: TeamId, repository: RepoId) -> Role | None:
        """What the team may do with a repository, by itself or through teams above it."""

    def set_repository(self, team: TeamId, repository: RepoId, role: Role, now: int) -> None:
        """Let the team work with a repository, or change what it may do."""

    def remove_repository(self, team: TeamId, repository: RepoId) -> bool:
        """Let it work with it no longer; whether anything changed."""


class Work(work.Work, Protocol):
    """A unit of work with teams in it."""

    @property
    def teams(self) -> TeamStore:
        """Teams."""
