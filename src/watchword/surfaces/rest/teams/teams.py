"""Teams themselves: listed, made, changed, deleted."""

from typing import Final, Literal

from msgspec import UNSET, Struct, UnsetType

from watchword.access.gate import Grant, require
from watchword.access.roles import BY_PERMISSION
from watchword.access.table import teams as table
from watchword.accounts.model import User
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.ids import TeamId
from watchword.kernel.pagination import Page
from watchword.organizations import teams
from watchword.organizations.model import Organization
from watchword.organizations.team_model import Privacy, Team
from watchword.organizations.teams import WantedTeam
from watchword.repositories import in_organization
from watchword.surfaces.http_kit.route_table import Finder, route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import LARGEST
from watchword.surfaces.rest.organizations.finding import by_login
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing_teams import full, shape
from watchword.surfaces.rest.teams.finding import NUMBERED_TEAM, TEAM, TEAMS, by_number, by_slug
from watchword.surfaces.rest.users import oneself
from watchword.surfaces.shapes.teams import TeamFull, TeamShape
from watchword.work.unit import Work

NOTIFIES: Final = {"notifications_enabled": True, "notifications_disabled": False}
Notification = Literal["notifications_enabled", "notifications_disabled"]


class NewTeam(Struct, kw_only=True):
    """What a new team is to be."""

    name: str
    description: str | None = None
    privacy: Privacy | None = None
    notification_setting: Notification = "notifications_enabled"
    permission: Literal["pull", "push", "admin"] = "pull"
    """What it may do with the repositories that are named here."""
    parent_team_id: int | None = None
    maintainers: list[str] = []
    repo_names: list[str] = []

    def wanted(self) -> WantedTeam:
        """The same in words of the domain."""
        return WantedTeam(
            name=self.name,
            description=self.description,
            privacy=self.privacy,
            notifies=NOTIFIES[self.notification_setting],
            parent=_team_id(self.parent_team_id),
            maintainers=tuple(self.maintainers),
        )


class TeamChanges(Struct, kw_only=True):
    """What is to be otherwise; what is not named stays."""

    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    privacy: Privacy | UnsetType = UNSET
    notification_setting: Notification | UnsetType = UNSET
    permission: Literal["pull", "push", "admin"] | UnsetType = UNSET
    """Taken and without effect: it is said of each repository by now (GHES behaviour)."""
    parent_team_id: int | UnsetType | None = UNSET


class Teams:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at

    def list_all(self, work: Work, grant: Grant[Organization], asked: Paged) -> Page[TeamShape]:
        """List the teams of an organization that one may know of."""
        page = work.teams.page(grant.target.id, grant.actor.user, asked.request)
        return page.map(lambda team: shape(work, grant.actor, team, self._at))

    def list_own(self, work: Work, grant: Grant[User], asked: Paged) -> Page[TeamFull]:
        """List the teams that one is in."""
        page = work.teams.of_user(grant.target.id, asked.request)
        return page.map(lambda team: full(work, grant.actor, team, self._at))

    def list_children(self, work: Work, grant: Grant[Team], asked: Paged) -> Page[TeamShape]:
        """List the teams right below one."""
        team = grant.target
        page = work.teams.page(team.org, grant.actor.user, asked.request, team.id)
        return page.map(lambda team: shape(work, grant.actor, team, self._at))

    def show(self, work: Work, grant: Grant[Team], _asked: Nothing) -> TeamFull:
        """Show a team."""
        return full(work, grant.actor, grant.target, self._at)

    def create(self, work: Work, grant: Grant[Organization], wanted: NewTeam) -> TeamFull:
        """Make a team."""
        made = teams.create(work, grant, wanted.wanted())
        for name in wanted.repo_names:
            owner, _, repo = name.partition("/")
            found = work.repositories.find(owner, repo, grant.actor.user)
            # Asked on the team as well: its maker maintains it.
            team = require(grant.actor, table.SET_REPOSITORY, made)
            role = BY_PERMISSION[wanted.permission]
            in_organization.let_team_work(work, team, found, role)
        return self._as_it_is_now(work, grant, made.id)

    def change(self, work: Work, grant: Grant[Team], wanted: TeamChanges) -> TeamFull:
        """Change a team."""
        now = grant.target
        if wanted.parent_team_id is not UNSET:
            teams.move(work, grant, _team_id(wanted.parent_team_id))
            found = work.teams.by_id(now.id, grant.actor.user)
            grant = require(grant.actor, table.UPDATE, found)
        told = wanted.notification_setting
        teams.update(
            work,
            grant,
            name=now.name if wanted.name is UNSET else wanted.name,
            description=now.description if wanted.description is UNSET else wanted.description,
            privacy=now.privacy if wanted.privacy is UNSET else wanted.privacy,
            notifies=now.notifies if told is UNSET else NOTIFIES[told],
        )
        return self._as_it_is_now(work, grant, now.id)

    def delete(self, work: Work, grant: Grant[Team], _asked: Nothing) -> None:
        """Delete a team, and those below it."""
        teams.delete(work, grant)

    def _as_it_is_now(
        self, work: Work, grant: Grant[Organization] | Grant[Team], team: TeamId
    ) -> TeamFull:
        found = work.teams.by_id(team, grant.actor.user)
        assert found is not None
        return full(work, grant.actor, found, self._at)


def _team_id(told: int | None) -> TeamId | None:
    if told is not None and not 0 < told <= LARGEST:
        raise Invalid(FieldError("Team", "parent_team_id", "invalid"))
    return None if told is None else TeamId(told)


def routes(services: Services) -> list[Endpoint]:
    """The rows, by slug and by number."""
    own, of = Teams(services), "teams/teams#"

    def rows(path: str, find: Finder[Team]) -> list[Endpoint]:
        return [
            endpoint(route("GET", path, table.READ, find, own.show, Nothing), f"{of}get-a-team"),
            endpoint(
                route("PATCH", path, table.UPDATE, find, own.change, TeamChanges),
                f"{of}update-a-team",
            ),
            endpoint(
                route("DELETE", path, table.DELETE, find, own.delete, Nothing, status=204),
                f"{of}delete-a-team",
            ),
            endpoint(
                route("GET", path + "/teams", table.READ, find, own.list_children, Paged),
                f"{of}list-child-teams",
            ),
        ]

    return [
        endpoint(route("GET", TEAMS, table.LIST, by_login, own.list_all, Paged), f"{of}list-teams"),
        endpoint(
            route("POST", TEAMS, table.CREATE, by_login, own.create, NewTeam, status=201),
            f"{of}create-a-team",
        ),
        endpoint(
            route("GET", "/user/teams", table.LIST_OWN, oneself, own.list_own, Paged),
            f"{of}list-teams-for-the-authenticated-user",
        ),
        *rows(TEAM, by_slug),
        *rows(NUMBERED_TEAM, by_number),
    ]
