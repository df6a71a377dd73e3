"""Repositories that an organization owns: listed, and new ones made."""

from typing import Final, Literal

from watchword.access.gate import Grant
from watchword.access.table import organizations as table
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.ids import TeamId
from watchword.kernel.pagination import Page
from watchword.organizations.model import Organization
from watchword.repositories.carried import carried
from watchword.repositories.model import Visibility
from watchword.repositories.ports import Affiliation, Listing, Sort
from watchword.surfaces.http_kit.route_table import Steps, route, steps
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import LARGEST
from watchword.surfaces.rest.organizations.finding import ORG, by_login
from watchword.surfaces.rest.own_repositories import NewRepository, Ordered
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing import all_shown, shown
from watchword.surfaces.shapes.repositories import Repository
from watchword.work.unit import Work

REPOSITORIES: Final = ORG + "/repos"
EVERYONE: Final = frozenset({Visibility.PUBLIC})
BY_TYPE: Final = {
    "all": frozenset(Visibility),
    "public": EVERYONE,
    "private": frozenset(Visibility) - EVERYONE,
    "internal": frozenset({Visibility.INTERNAL}),
    "member": frozenset(Visibility),
    "sources": frozenset(Visibility),
    "forks": frozenset(Visibility),
}
FORKS: Final = {"forks": True, "sources": False}


class OrgListing(Ordered, kw_only=True):
    """Which repositories of an organization are wanted."""

    sort: Literal["created", "updated", "pushed", "full_name"] = "created"
    type: Literal["all", "public", "private", "internal", "forks", "sources", "member"] = "all"


class NewOrgRepository(NewRepository, kw_only=True):
    """What a new repository of an organization is to be."""

    team_id: int | None = None


class OrgRepositories:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there, make repositories by that."""
        self._at = services.at
        self._maker = services.repositories

    def list_all(
        self, work: Work, grant: Grant[Organization], asked: OrgListing
    ) -> Page[Repository]:
        """List the repositories of an organization that one may see."""
        listing = Listing(
            of=grant.target.id,
            viewer=grant.actor.user,
            affiliations=frozenset({Affiliation.OWNER}),
            visibilities=BY_TYPE[asked.type] & carried(grant.actor),
            sort=Sort(asked.sort),
            descending=asked.descending,
            forks=FORKS.get(asked.type),
        )
        page = work.repositories.page(listing, asked.request)
        return Page(all_shown(work, grant.actor, page.items, self._at), page.total, page.request)

    async def make(self, steps: Steps[Organization], wanted: NewOrgRepository) -> Repository:
        """Make a repository that the organization owns."""
        team = wanted.team_id
        if team is not None and not 0 < team <= LARGEST:
            raise Invalid(FieldError("Repository", "team_id", "invalid"))
        actor, begun = steps.caller.actor, wanted.beginning()
        login = await steps.read(lambda _work, grant: grant.target.login)
        new = wanted.wanted(None if team is None else TeamId(team))
        made = await self._maker.make(actor, login, new, begun)

        def as_it_is_now(work: Work, _grant: Grant[Organization]) -> Repository:
            found = work.repositories.by_id(made.id, actor.user) or made
            return shown(work, actor, found, self._at)

        return await steps.read(as_it_is_now)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    own = OrgRepositories(services)
    listing, create = table.LIST_REPOSITORIES, table.CREATE_PUBLIC
    return [
        endpoint(
            route("GET", REPOSITORIES, listing, by_login, own.list_all, OrgListing),
            "repos/repos#list-organization-repositories",
        ),
        endpoint(
            steps("POST", REPOSITORIES, create, by_login, own.make, NewOrgRepository, status=201),
            "repos/repos#create-an-organization-repository",
        ),
    ]
