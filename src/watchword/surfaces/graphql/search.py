"""Searching: repositories, people and organizations."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

import strawberry

from watchword.access.table import accounts as account_table
from watchword.access.table import repositories as table
from watchword.accounts import search as account_search
from watchword.accounts.model import SITE
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories import search, searching
from watchword.surfaces.graphql.absent import Issue, PullRequest
from watchword.surfaces.graphql.asking import Here
from watchword.surfaces.graphql.objects import (
    Organization,
    Repository,
    User,
    owner_of,
    repository_of,
)
from watchword.surfaces.graphql.paging import PageInfo, Wanted, edges, page_info, request
from watchword.surfaces.graphql.scalars import SearchType

T = TypeVar("T")

SearchResultItem = Annotated[
    Repository | User | Organization | Issue | PullRequest,
    strawberry.union("SearchResultItem", description="What a search may find."),
]


@strawberry.type(description="One find, with its place.")
class SearchResultItemEdge:
    """One find, with its place."""

    cursor: str
    node: SearchResultItem | None


@strawberry.type(description="A part of what a search found.")
class SearchResultItemConnection:
    """A part of what a search found."""

    nodes: list[SearchResultItem | None] | None
    edges: list[SearchResultItemEdge | None] | None
    page_info: PageInfo
    repository_count: int = 0
    user_count: int = 0
    issue_count: int = 0
    discussion_count: int = 0


def searched(run: Here, kind: SearchType, query: str, wanted: Wanted) -> SearchResultItemConnection:
    """Search; of other kinds of things nothing can be found."""
    grant = run.require(table.SEARCH, SITE)
    if kind is SearchType.REPOSITORY:
        sought = searching.sought(run.work, grant, search.parsed(query))
        repositories, start, total = _part(
            wanted, lambda part: searching.repositories(run.work, grant, sought, part)
        )
        made = _connection([repository_of(run, one) for one in repositories], start, total)
        made.repository_count = total
        return made
    if kind is SearchType.USER:
        asked = account_search.parsed(query)
        accounts, start, total = _part(
            wanted, lambda part: searching.accounts(run.work, grant, asked, part)
        )
        seen = [run.require(account_table.READ, one).target for one in accounts]
        made = _connection([owner_of(run, one) for one in seen], start, total)
        made.user_count = total
        return made
    return _connection([], wanted.bounds(0)[0], 0)


def _part(wanted: Wanted, finds: Callable[[PageRequest], Page[T]]) -> tuple[Sequence[T], int, int]:
    """A part of what is found, where it begins, and how much there is."""
    total = finds(request(0, 1)).total
    start, size = wanted.bounds(total)
    return (finds(request(start, size)).items if size else ()), start, total


def _connection(
    items: Sequence[Repository | User | Organization], start: int, total: int
) -> SearchResultItemConnection:
    placed = [one for one in edges(items, start) if one is not None]
    return SearchResultItemConnection(
        nodes=[*items],
        edges=[SearchResultItemEdge(cursor=one.cursor, node=one.node) for one in placed],
        page_info=page_info(start, len(items), total),
    )
