"""In which languages a repository is written, as its files were looked at last."""

import base64
from typing import Final

import strawberry

from watchword.access.table import repositories as table
from watchword.repositories.looks import MOST_LANGUAGES
from watchword.repositories.model import Repository
from watchword.surfaces.graphql.asking import Here
from watchword.surfaces.graphql.paging import PageInfo, Wanted, cursor, page_info
from watchword.surfaces.graphql.scalars import LARGEST_INT, LanguageOrder, OrderDirection

MOST: Final = MOST_LANGUAGES


@strawberry.type(description="A programming language.")
class Language:
    """A programming language."""

    id: strawberry.ID
    name: str
    color: str | None


@strawberry.type(description="How much of a language there is.")
class LanguageEdge:
    """How much of a language there is, in bytes."""

    cursor: str
    node: Language
    size: int


@strawberry.type(description="The languages of a repository.")
class LanguageConnection:
    """The languages of a repository, and the bytes of all of them."""

    nodes: list[Language | None] | None
    edges: list[LanguageEdge | None] | None
    total_count: int
    page_info: PageInfo
    total_size: int


def primary(repository: Repository) -> Language | None:
    """The language in which most of it is written."""
    return None if repository.language is None else _named(repository.language)


def connection(
    run: Here, repository: Repository, wanted: Wanted, order: LanguageOrder | None
) -> LanguageConnection:
    """Its languages, that of most of it first; none where nobody looked yet."""
    number = run.require(table.READ, repository).target.id
    found = list((run.work.repositories.languages(number) or {}).items())
    if order is not None and order.direction is OrderDirection.ASC:
        found.reverse()
    start, size = wanted.bounds(len(found))
    edges = [
        LanguageEdge(cursor=cursor(at), node=_named(name), size=min(LARGEST_INT, count))
        for at, (name, count) in enumerate(found[start : start + size], start + 1)
    ]
    return LanguageConnection(
        nodes=[one.node for one in edges],
        edges=[*edges],
        total_count=len(found),
        page_info=page_info(start, len(edges), len(found)),
        total_size=min(LARGEST_INT, sum(count for _, count in found)),
    )


def _named(name: str) -> Language:
    coded = base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")
    return Language(id=strawberry.ID(f"LANG_{coded}"), name=name, color=None)
