"""Searching repositories and accounts."""

from collections.abc import Mapping
from typing import Final, Literal, TypeVar

from msgspec.structs import replace

from watchword.access.gate import Grant
from watchword.access.table import repositories as table
from watchword.accounts import search as account_search
from watchword.accounts.model import Site
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories import search, searching
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.endpoint import PREFIX, Endpoint, endpoint
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.paging import Paged, link
from watchword.surfaces.rest.rate_limits import SEARCH
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing import all_shown
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.found import (
    FoundAccounts,
    FoundRepositories,
    found_account,
    found_repository,
)
from watchword.surfaces.shapes.users import simple_user
from watchword.work.unit import Work

V = TypeVar("V")

REPOSITORIES: Final = "/search/repositories"
USERS: Final = "/search/users"
REACHABLE: Final = 1_000
"""How many of the finds can be paged to (GHES behaviour)."""
BEYOND: Final = f"Only the first {REACHABLE} search results are available"
NOWHERE: Final = (
    "The listed users and repositories cannot be searched either because the resources do not "
    "exist or you do not have permission to view them."
)
"""GitHub's sentence: missing and hidden look the same (GHES behaviour)."""


class Asked(Paged, kw_only=True):
    """What is searched for, and in which order it is wanted."""

    q: str = ""
    sort: str = ""
    order: Literal["asc", "desc"] = "desc"

    def orders(self, known: Mapping[str, V]) -> V | None:
        """The order that is asked for; None for the best first. Raises Invalid."""
        if self.sort and self.sort not in known:
            raise Invalid(FieldError("Search", "sort", "invalid"))
        return known.get(self.sort)

    def checked(self) -> PageRequest:
        """The part that is wanted. Raises Invalid for no search, and for what is out of reach."""
        if not self.q.strip():
            raise Invalid(FieldError("Search", "q", "missing"))
        if self.request.offset >= REACHABLE:
            raise Invalid(text=BEYOND)
        return self.request

    @property
    def query(self) -> dict[str, str]:
        """The same for the links to other pages."""
        asked = {"q": self.q, "sort": self.sort, "order": self.order if self.sort else ""}
        size = {} if self.per_page is None else {"per_page": str(self.per_page)}
        return {name: text for name, text in asked.items() if text} | size


class Searches:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def repositories(self, work: Work, grant: Grant[Site], asked: Asked) -> Told[FoundRepositories]:
        """Search repositories."""
        part = asked.checked()
        wanted = search.parsed(asked.q)
        if order := asked.orders(search.ORDERS):
            wanted = replace(wanted, order=order, descending=asked.order == "desc")
        sought = searching.sought(work, grant, wanted)
        if sought.within is not None and sought.within.is_empty:
            raise Invalid(FieldError("Search", "q", "invalid", NOWHERE))
        found = searching.repositories(work, grant, sought, part)
        shown = all_shown(work, grant.actor, _reachable(found).items, self._at)
        items = [found_repository(one) for one in shown]
        body = FoundRepositories(found.total, incomplete_results=sought.is_cut, items=items)
        return Told(body, headers=self._links(found, REPOSITORIES, asked))

    def users(self, work: Work, grant: Grant[Site], asked: Asked) -> Told[FoundAccounts]:
        """Search people and organizations."""
        part = asked.checked()
        wanted = account_search.parsed(asked.q)
        if order := asked.orders(account_search.ORDERS):
            wanted = replace(wanted, order=order, descending=asked.order == "desc")
        found = searching.accounts(work, grant, wanted, part)
        items = [found_account(simple_user(one, self._at)) for one in _reachable(found).items]
        body = FoundAccounts(found.total, incomplete_results=False, items=items)
        return Told(body, headers=self._links(found, USERS, asked))

    def _links(self, found: Page[V], path: str, asked: Asked) -> tuple[tuple[bytes, bytes], ...]:
        reachable = _reachable(found)
        links = link(reachable, self._at.site, PREFIX + path, asked.query)
        return () if links is None else ((b"link", links),)


def _reachable(found: Page[V]) -> Page[V]:
    """The page without what is out of reach."""
    left = max(0, REACHABLE - found.request.offset)
    return Page(found.items[:left], min(found.total, REACHABLE), found.request)


def routes(services: Services) -> list[Endpoint]:
    """The rows. They have an allowance of their own."""
    made = Searches(services.at)
    rows = [
        endpoint(
            route("GET", REPOSITORIES, table.SEARCH, site, made.repositories, Asked),
            "search/search#search-repositories",
        ),
        endpoint(
            route("GET", USERS, table.SEARCH, site, made.users, Asked),
            "search/search#search-users",
        ),
    ]
    return [replace(row, resource=SEARCH) for row in rows]
