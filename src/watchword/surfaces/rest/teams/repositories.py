"""The repositories that a team works with, and the teams that work with a repository."""

from typing import Final

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from watchword.access.gate import Grant, may_see
from watchword.access.roles import BY_NAME, BY_PERMISSION, ROLE_NAME_OF, Role
from watchword.access.table import teams as table
from watchword.kernel.errors import FieldError, Invalid, NotFound
from watchword.kernel.pagination import Page
from watchword.organizations.team_model import Team
from watchword.repositories import in_organization
from watchword.repositories.carried import carried
from watchword.repositories.model import Repository as Model
from watchword.repositories.ports import Listing
from watchword.surfaces.http_kit.route_table import Finder, route
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import FinderFor, in_repository
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import ByMedia, InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing import shown
from watchword.surfaces.rest.showing_teams import shape
from watchword.surfaces.rest.teams.finding import NUMBERED_TEAM, TEAM, by_number, by_slug
from watchword.surfaces.shapes.repositories import Repository, permissions
from watchword.surfaces.shapes.teams import TeamShape
from watchword.work.unit import Work

BY_WORD: Final = {**BY_NAME, **BY_PERMISSION}
"""A team's permission may be said in either way (GHES behaviour)."""


class OneOfTeam(Struct, kw_only=True):
    """Which repository is meant."""

    owner: InPath = ""
    repo: InPath = ""
    media: ByMedia = "json"
    """With `repository`, the repository is shown."""


class WantedWork(Struct, kw_only=True):
    """What the team is to do with a repository; unless told, what it may already, or to read."""

    owner: InPath = ""
    repo: InPath = ""
    permission: str | UnsetType | None = UNSET

    def role(self) -> Role | None:
        """The role that is wanted; None for none in particular. Raises Invalid."""
        if self.permission is UNSET or self.permission is None:
            return None
        found = BY_WORD.get(self.permission)
        if found is None:
            raise Invalid(FieldError("Team", "permission", "invalid"))
        return found


class TeamRepositories:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at

    def list_all(self, work: Work, grant: Grant[Team], asked: Paged) -> Page[Repository]:
        """List the repositories that a team works with, as far as one may see them."""
        actor = grant.actor
        listing = Listing(None, actor.user, visibilities=carried(actor), team=grant.target.id)
        page = work.repositories.page(listing, asked.request)
        return page.map(lambda found: self._shape(work, grant, found))

    def check(self, work: Work, grant: Grant[Team], asked: OneOfTeam) -> Told[Repository] | None:
        """Tell whether a team works with a repository; show it to who asks for that."""
        found = work.repositories.find(asked.owner, asked.repo, grant.actor.user)
        hidden = found is None or found.role_of(grant.actor) is Role.NONE
        if found is None or hidden or not may_see(grant.actor, found):
            raise NotFound
        if work.teams.repository_role(grant.target.id, found.id) is None:
            raise NotFound
        if asked.media != "repository":
            return None
        return Told(self._shape(work, grant, found), 200)

    def set(self, work: Work, grant: Grant[Team], asked: WantedWork) -> None:
        """Let a team work with a repository, or change what it may do."""
        found = work.repositories.find(asked.owner, asked.repo, grant.actor.user)
        in_organization.let_team_work(work, grant, found, asked.role())

    def remove(self, work: Work, grant: Grant[Team], asked: OneOfTeam) -> None:
        """Let a team work with a repository no longer."""
        found = work.repositories.find(asked.owner, asked.repo, grant.actor.user)
        in_organization.let_team_go(work, grant, found)

    def list_teams(self, work: Work, grant: Grant[Model], asked: Paged) -> Page[TeamShape]:
        """List the teams that work with a repository, as far as one may know of them."""
        page = work.teams.of_repository(grant.target.id, grant.actor.user, asked.request)
        return page.map(lambda one: shape(work, grant.actor, one.team, self._at, one.role))

    def _shape(self, work: Work, grant: Grant[Team], found: Model) -> Repository:
        """The repository, with what the team may do instead of what who asks may."""
        role = work.teams.repository_role(grant.target.id, found.id) or Role.NONE
        told = shown(work, grant.actor, found, self._at)
        return replace(told, permissions=permissions(role), role_name=ROLE_NAME_OF[role])


def routes(services: Services) -> list[Endpoint]:
    """The rows: of a team by slug and by number, and of a repository."""
    own, of = TeamRepositories(services), "teams/teams#"

    def rows(path: str, find: Finder[Team]) -> list[Endpoint]:
        listed = f"{path}/repos"
        one = f"{listed}/{{owner}}/{{repo}}"
        remove, read = table.REMOVE_REPOSITORY, table.LIST_REPOSITORIES
        return [
            endpoint(
                route("GET", listed, read, find, own.list_all, Paged),
                f"{of}list-team-repositories",
            ),
            endpoint(
                route("GET", one, read, find, own.check, OneOfTeam, status=204),
                f"{of}check-team-permissions-for-a-repository",
            ),
            endpoint(
                route("PUT", one, table.SET_REPOSITORY, find, own.set, WantedWork, status=204),
                f"{of}add-or-update-team-repository-permissions",
            ),
            endpoint(
                route("DELETE", one, remove, find, own.remove, OneOfTeam, status=204),
                f"{of}remove-a-repository-from-a-team",
            ),
        ]

    def of_repository(path: str, finder_for: FinderFor) -> Endpoint:
        row = table.LIST_OF_REPOSITORY
        return endpoint(
            route("GET", path, row, finder_for(row), own.list_teams, Paged),
            "repos/repos#list-repository-teams",
        )

    return [
        *rows(TEAM, by_slug),
        *rows(NUMBERED_TEAM, by_number),
        *in_repository(services.at, "/teams", of_repository),
    ]
