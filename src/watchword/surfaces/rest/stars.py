"""Stars of repositories: put there, taken away, listed."""

from typing import Final, Literal

from watchword.access.gate import Grant
from watchword.access.table import social as table
from watchword.accounts.model import User
from watchword.kernel.errors import NotFound
from watchword.kernel.pagination import Page
from watchword.repositories.carried import carried
from watchword.repositories.model import Repository as Model
from watchword.repositories.model import Visibility
from watchword.repositories.ports import Listing, Sort
from watchword.social import starring
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import by_either_name
from watchword.surfaces.rest.own_repositories import EVERYONE
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import ByMedia, Nothing
from watchword.surfaces.rest.repository_rows import RepositoryRows
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing import all_shown
from watchword.surfaces.rest.users import named, oneself
from watchword.surfaces.shapes.addresses import moment
from watchword.surfaces.shapes.repositories import Repository
from watchword.surfaces.shapes.social import StargazerShape, StarredRepository, stargazer
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work.unit import Work

DOCS: Final = "activity/starring#"
STARRED: Final = "/user/starred/{owner}/{repo}"
WITH_MOMENTS: Final = "star"
"""The media type that tells when, as well."""
SORTS: Final = {"created": Sort.MARKED, "updated": Sort.PUSHED}


class StarListing(Paged, kw_only=True):
    """In which order, and as what, repositories with a star are listed."""

    sort: Literal["created", "updated"] = "created"
    """By when they were marked, or by when something was pushed last."""
    direction: Literal["asc", "desc"] = "desc"
    media: ByMedia = "json"


class GazerListing(Paged, kw_only=True):
    """As what those are listed who marked a repository."""

    media: ByMedia = "json"


class Stars:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at

    def own(
        self, work: Work, grant: Grant[User], asked: StarListing
    ) -> Page[Repository] | Page[StarredRepository]:
        """List the repositories that one marked with a star."""
        return self._page(work, grant, asked, carried(grant.actor))

    def theirs(
        self, work: Work, grant: Grant[User], asked: StarListing
    ) -> Page[Repository] | Page[StarredRepository]:
        """List the public repositories that a person marked; of oneself also the private ones."""
        mine = grant.actor.user == grant.target.id
        return self._page(work, grant, asked, carried(grant.actor) if mine else EVERYONE)

    def gazers(
        self, work: Work, grant: Grant[Model], asked: GazerListing
    ) -> Page[SimpleUser] | Page[StargazerShape]:
        """List who marked a repository with a star."""
        found = work.stars.stargazers(grant.target, asked.request)
        if asked.media == WITH_MOMENTS:
            return found.map(lambda one: stargazer(one, self._at))
        return found.map(lambda one: simple_user(one.user, self._at))

    def _page(
        self,
        work: Work,
        grant: Grant[User],
        asked: StarListing,
        visibilities: frozenset[Visibility],
    ) -> Page[Repository] | Page[StarredRepository]:
        person = grant.target.id
        wanted = Listing(
            of=None,
            viewer=grant.actor.user,
            visibilities=visibilities,
            sort=SORTS[asked.sort],
            descending=asked.direction == "desc",
            starred_by=person,
        )
        found = work.repositories.page(wanted, asked.request)
        told = all_shown(work, grant.actor, found.items, self._at)
        if asked.media != WITH_MOMENTS:
            return Page(told, found.total, found.request)
        since = work.stars.since(person, [one.id for one in found.items])
        marked = [
            StarredRepository(starred_at=moment(since[one.id]), repo=shape)
            for one, shape in zip(found.items, told, strict=True)
        ]
        return Page(marked, found.total, found.request)


def check(work: Work, grant: Grant[Model], _asked: Nothing) -> None:
    """Tell whether one marked a repository: 204 for yes, 404 for no."""
    assert grant.actor.user is not None, "no other kind of credential comes over the wire"
    if not work.stars.since(grant.actor.user, [grant.target.id]):
        raise NotFound


def star(work: Work, grant: Grant[Model], _asked: Nothing) -> None:
    """Mark a repository with a star."""
    assert grant.actor.user is not None, "no other kind of credential comes over the wire"
    starring.star(work, grant, grant.actor.user)


def unstar(work: Work, grant: Grant[Model], _asked: Nothing) -> None:
    """Take the star away."""
    assert grant.actor.user is not None, "no other kind of credential comes over the wire"
    starring.unstar(work, grant, grant.actor.user)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    stars, rows = Stars(services), RepositoryRows(services.at, DOCS)
    mine = (
        ("GET", table.CHECK_STAR, check, "check-if-a-repository-is-starred-by"),
        ("PUT", table.STAR, star, "star-a-repository-for"),
        ("DELETE", table.UNSTAR, unstar, "unstar-a-repository-for"),
    )
    lists = (
        ("/user/starred", table.LIST_OWN_STARS, oneself, stars.own, "the-authenticated-user"),
        ("/users/{username}/starred", table.LIST_STARS, named, stars.theirs, "a-user"),
    )
    return [
        *(
            endpoint(
                route(method, STARRED, operation, by_either_name, handle, Nothing, status=204),
                f"{DOCS}{words}-the-authenticated-user",
            )
            for method, operation, handle, words in mine
        ),
        *(
            endpoint(
                route("GET", path, operation, find, handle, StarListing),
                f"{DOCS}list-repositories-starred-by-{whose}",
            )
            for path, operation, find, handle, whose in lists
        ),
        *rows.of(
            "GET",
            "/stargazers",
            table.LIST_STARGAZERS,
            stars.gazers,
            GazerListing,
            "list-stargazers",
        ),
    ]
