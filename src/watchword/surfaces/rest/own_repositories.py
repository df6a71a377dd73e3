"""Repositories of a person: listed, and new ones made."""

from datetime import UTC, datetime
from typing import Final, Literal

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import Grant
from watchword.access.table import repositories as table
from watchword.accounts.model import User
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.ids import TeamId
from watchword.kernel.pagination import Page
from watchword.repositories.carried import carried
from watchword.repositories.model import Visibility
from watchword.repositories.owners import Owner
from watchword.repositories.ports import Affiliation, Listing, Sort
from watchword.repositories.service import Wanted
from watchword.surfaces.http_kit.route_table import Steps, route, steps
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing import all_shown, shown
from watchword.surfaces.rest.users import oneself, owner_named
from watchword.surfaces.shapes.repositories import FullRepository, Repository
from watchword.work.create_repository import Beginning, beginning
from watchword.work.unit import Work

EVERYONE: Final = frozenset({Visibility.PUBLIC})
OTHERS: Final = frozenset(Visibility) - EVERYONE
EVERY: Final = frozenset(Affiliation)
OWNER: Final = frozenset({Affiliation.OWNER})
BY_TYPE: Final[dict[str, tuple[frozenset[Affiliation], frozenset[Visibility]]]] = {
    "all": (EVERY, EVERYONE | OTHERS),
    "owner": (OWNER, EVERYONE | OTHERS),
    "member": (EVERY - OWNER, EVERYONE | OTHERS),
    "public": (EVERY, EVERYONE),
    "private": (EVERY, OTHERS),
}
BY_VISIBILITY: Final = {"all": EVERYONE | OTHERS, "public": EVERYONE, "private": OTHERS}

Order = Literal["created", "updated", "pushed", "full_name"]
Direction = Literal["asc", "desc"]


class Ordered(Paged, kw_only=True):
    """How a list is ordered: by name unless told, and the newest first by anything else."""

    sort: Order = "full_name"
    direction: Direction | None = None

    @property
    def descending(self) -> bool:
        """Whether the last comes first."""
        if self.direction is None:
            return self.sort != "full_name"
        return self.direction == "desc"


class OwnListing(Ordered, kw_only=True):
    """Which of one's own repositories are wanted."""

    visibility: Literal["all", "public", "private"] | None = None
    affiliation: str | None = None
    """Any of owner, collaborator and organization_member, with commas between them."""
    type: Literal["all", "owner", "public", "private", "member"] | None = None
    since: datetime | None = None
    before: datetime | None = None


class OthersListing(Ordered, kw_only=True):
    """Which of somebody's repositories are wanted."""

    type: Literal["all", "owner", "member"] = "owner"


class NewRepository(Struct, kw_only=True):
    """What a new repository is to be.

    Switches of what this server does not have are taken and stay off.
    """

    name: str
    description: str | None = None
    homepage: str | None = None
    private: bool | None = None
    visibility: Visibility | None = None
    auto_init: bool | None = None
    """Whether it begins with a README."""
    gitignore_template: str | None = None
    license_template: str | None = None
    has_issues: bool | None = None
    has_projects: bool | None = None
    has_wiki: bool | None = None
    has_discussions: bool | None = None
    is_template: bool | None = None

    def wanted(self, team: TeamId | None = None) -> Wanted:
        """The same in words of the domain."""
        hidden = Visibility.PRIVATE if self.private else Visibility.PUBLIC
        seen_by = self.visibility or hidden
        return Wanted(self.name, seen_by, self.description, self.homepage, team)

    def beginning(self) -> Beginning:
        """What it begins with. Raises Invalid for a template that is not there."""
        return beginning(bool(self.auto_init), self.license_template, self.gitignore_template)


class OwnRepositories:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there, make repositories by that."""
        self._at = services.at
        self._maker = services.repositories

    def list_own(self, work: Work, grant: Grant[User], asked: OwnListing) -> Page[Repository]:
        """List the repositories that one owns or works with."""
        affiliations, visibilities = _chosen(asked)
        listing = Listing(
            of=grant.target.id,
            viewer=grant.actor.user,
            affiliations=affiliations,
            visibilities=visibilities & carried(grant.actor),
            sort=Sort(asked.sort),
            descending=asked.descending,
            since=_seconds(asked.since),
            before=_seconds(asked.before),
        )
        return self._page(work, grant.actor, listing, asked)

    def list_theirs(
        self, work: Work, grant: Grant[Owner], asked: OthersListing
    ) -> Page[Repository]:
        """List the public repositories of an account; one's own also when they are private."""
        mine = grant.actor.user == grant.target.id
        listing = Listing(
            of=grant.target.id,
            viewer=grant.actor.user,
            affiliations=BY_TYPE[asked.type][0],
            visibilities=carried(grant.actor) if mine else EVERYONE,
            sort=Sort(asked.sort),
            descending=asked.descending,
        )
        return self._page(work, grant.actor, listing, asked)

    async def make(self, steps: Steps[User], wanted: NewRepository) -> FullRepository:
        """Make a repository."""
        actor, owner = steps.caller.actor, steps.caller.user
        begun = wanted.beginning()
        assert owner is not None, "the gate let somebody in"
        made = await self._maker.make(actor, owner.login, wanted.wanted(), begun)

        def as_it_is_now(work: Work, grant: Grant[User]) -> FullRepository:
            found = work.repositories.by_id(made.id, grant.target.id) or made
            return shown(work, actor, found, self._at)

        return await steps.read(as_it_is_now)

    def _page(self, work: Work, actor: Actor, listing: Listing, asked: Paged) -> Page[Repository]:
        page = work.repositories.page(listing, asked.request)
        return Page(all_shown(work, actor, page.items, self._at), page.total, page.request)


def _chosen(asked: OwnListing) -> tuple[frozenset[Affiliation], frozenset[Visibility]]:
    """Either the old `type`, or the two others; together they contradict each other."""
    if asked.type is None:
        return _affiliations(asked.affiliation), BY_VISIBILITY[asked.visibility or "all"]
    if asked.visibility is not None or asked.affiliation is not None:
        text = "If you specify visibility or affiliation, you cannot specify type."
        raise Invalid(text=text)
    return BY_TYPE[asked.type]


def _affiliations(text: str | None) -> frozenset[Affiliation]:
    if not text:
        return EVERY
    known = {one.value: one for one in Affiliation}
    words = [word.strip() for word in text.split(",")]
    if not known.keys() >= set(words):
        raise Invalid(FieldError("Repository", "affiliation", "invalid"))
    return frozenset(known[word] for word in words)


def _seconds(at: datetime | None) -> int | None:
    """In seconds since 1970; a time without a zone is one of UTC (GHES behaviour)."""
    if at is None:
        return None
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    repositories = OwnRepositories(services)
    return [
        endpoint(
            route("GET", "/user/repos", table.LIST_OWN, oneself, repositories.list_own, OwnListing),
            "repos/repos#list-repositories-for-the-authenticated-user",
        ),
        endpoint(
            steps(
                "POST",
                "/user/repos",
                table.CREATE_PUBLIC,
                oneself,
                repositories.make,
                NewRepository,
                status=201,
            ),
            "repos/repos#create-a-repository-for-the-authenticated-user",
        ),
        endpoint(
            route(
                "GET",
                "/users/{username}/repos",
                table.LIST_OF_USER,
                owner_named,
                repositories.list_theirs,
                OthersListing,
            ),
            "repos/repos#list-repositories-for-a-user",
        ),
    ]
