"""Who is in a team, and as what."""

from typing import Final, Literal

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import teams as table
from watchword.kernel.errors import NotFound
from watchword.kernel.pagination import Page
from watchword.organizations import team_members
from watchword.organizations.team_model import Team, TeamMember, TeamRole
from watchword.surfaces.http_kit.route_table import Finder, route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.organizations.finding import person
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.teams.finding import NUMBERED_TEAM, TEAM, by_number, by_slug
from watchword.surfaces.shapes.teams import TeamMembership, team_membership
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work.unit import Work

ROLES: Final = {"all": None, "maintainer": TeamRole.MAINTAINER, "member": TeamRole.MEMBER}


class ListedMembers(Paged, kw_only=True):
    """Which members are wanted."""

    role: Literal["member", "maintainer", "all"] = "all"


class WhoseTeam(Struct, kw_only=True):
    """Whose membership is meant."""

    username: InPath = ""


class WantedTeamRole(Struct, kw_only=True):
    """What somebody is to be in the team."""

    username: InPath = ""
    role: Literal["member", "maintainer"] = "member"


class TeamMembers:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at

    def list_all(self, work: Work, grant: Grant[Team], asked: ListedMembers) -> Page[SimpleUser]:
        """List who is in a team, or in one below it."""
        page = work.teams.members(grant.target.id, asked.request, ROLES[asked.role])
        return page.map(lambda member: self._shape(work, member))

    def show(self, work: Work, grant: Grant[Team], asked: WhoseTeam) -> TeamMembership:
        """Show what somebody is in a team."""
        return self._membership(work, grant, asked.username)

    def set(self, work: Work, grant: Grant[Team], asked: WantedTeamRole) -> TeamMembership:
        """Let somebody into a team, or change the role."""
        user = person(work, asked.username)
        team_members.set_role(work, grant, user, TeamRole(asked.role))
        return self._membership(work, grant, asked.username)

    def remove(self, work: Work, grant: Grant[Team], asked: WhoseTeam) -> None:
        """Take somebody out of a team."""
        team_members.remove(work, grant, person(work, asked.username))

    def _membership(self, work: Work, grant: Grant[Team], login: str) -> TeamMembership:
        user = person(work, login)
        found = work.teams.member(grant.target.id, user.id)
        if found is None:
            raise NotFound
        return team_membership(grant.target, user.login, found.role.value, self._at)

    def _shape(self, work: Work, member: TeamMember) -> SimpleUser:
        user = work.users.by_id(member.user)
        assert user is not None, "memberships go with the account"
        return simple_user(user, self._at)


def routes(services: Services) -> list[Endpoint]:
    """The rows, by slug and by number."""
    own, of = TeamMembers(services), "teams/members#"

    def rows(path: str, find: Finder[Team]) -> list[Endpoint]:
        members, one = f"{path}/members", f"{path}/memberships/{{username}}"
        return [
            endpoint(
                route("GET", members, table.LIST_MEMBERS, find, own.list_all, ListedMembers),
                f"{of}list-team-members",
            ),
            endpoint(
                route("GET", one, table.READ_MEMBERSHIP, find, own.show, WhoseTeam),
                f"{of}get-team-membership-for-a-user",
            ),
            endpoint(
                route("PUT", one, table.SET_MEMBERSHIP, find, own.set, WantedTeamRole),
                f"{of}add-or-update-team-membership-for-a-user",
            ),
            endpoint(
                route(
                    "DELETE",
                    one,
                    table.REMOVE_MEMBERSHIP,
                    find,
                    own.remove,
                    WhoseTeam,
                    status=204,
                ),
                f"{of}remove-team-membership-for-a-user",
            ),
        ]

    return [*rows(TEAM, by_slug), *rows(NUMBERED_TEAM, by_number)]
