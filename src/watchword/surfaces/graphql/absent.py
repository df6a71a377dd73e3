"""What this server does not have, and clients ask for: empty lists of the right types.

A client that selects these fields gets `nodes: []` and `totalCount: 0`, as of a repository where
they are switched off.
"""

import inspect
from typing import Any, Final

import strawberry
from strawberry.types.lazy_type import LazyType

from watchword.surfaces.graphql.asking import EMPTY
from watchword.surfaces.graphql.paging import Connection, PageInfo
from watchword.surfaces.graphql.scalars import URI, DateTime

REPOSITORY: Final[Any] = LazyType("Repository", "watchword.surfaces.graphql.objects")
"""Whose they would be, by its name: that module imports this one."""

PAGED: Final[dict[str, Any]] = {
    "first": int | None,
    "after": str | None,
    "last": int | None,
    "before": str | None,
}
"""The arguments that every connection has."""


def empty(kind: Any, description: str, **arguments: Any) -> Any:
    """Make a field that takes these arguments, all of them optional, and gives an empty list."""

    def nothing(**_given: object) -> Any:
        return kind(nodes=[], edges=[], total_count=0, page_info=PageInfo())

    return _field(nothing, kind, description, {**PAGED, **arguments})


def valueless(kind: Any, description: str, **arguments: Any) -> Any:
    """Make a field that takes these arguments and gives null."""

    def nothing(**_given: object) -> None:
        return None

    return _field(nothing, kind, description, arguments)


def _field(nothing: Any, kind: Any, description: str, arguments: dict[str, Any]) -> Any:
    nothing.__signature__ = inspect.Signature(
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=one)
            for name, one in arguments.items()
        ],
        return_annotation=kind,
    )
    return strawberry.field(resolver=nothing, description=description, metadata={EMPTY: True})


@strawberry.type(description="A word on an issue.")
class Label:
    """A word on an issue."""

    id: strawberry.ID
    name: str
    color: str
    description: str | None


@strawberry.type(description="An issue.")
class Issue:
    """An issue."""

    id: strawberry.ID
    number: int
    title: str
    url: URI
    updated_at: DateTime
    repository: Any = strawberry.field(graphql_type=REPOSITORY)


@strawberry.type(description="A pull request.")
class PullRequest:
    """A pull request."""

    id: strawberry.ID
    number: int
    title: str
    url: URI
    updated_at: DateTime
    repository: Any = strawberry.field(graphql_type=REPOSITORY)


@strawberry.type(description="A milestone.")
class Milestone:
    """A milestone."""

    id: strawberry.ID
    number: int
    title: str
    description: str | None
    due_on: DateTime | None


@strawberry.type(description="A project board of the old kind.")
class Project:
    """A project board of the old kind."""

    id: strawberry.ID
    name: str
    number: int
    body: str | None
    resource_path: URI


@strawberry.type(name="ProjectV2", description="A project.")
class ProjectV2:
    """A project."""

    id: strawberry.ID
    number: int
    title: str
    resource_path: URI
    closed: bool
    url: URI


@strawberry.type(description="How people are to treat each other.")
class CodeOfConduct:
    """How people are to treat each other."""

    id: strawberry.ID
    key: str
    name: str
    url: URI | None


@strawberry.type(description="Where to turn to instead of filing an issue.")
class RepositoryContactLink:
    """Where to turn to instead of filing an issue."""

    about: str
    name: str
    url: URI


@strawberry.type(description="Where to give money.")
class FundingLink:
    """Where to give money."""

    platform: str
    url: URI


@strawberry.type(description="How an issue begins.")
class IssueTemplate:
    """How an issue begins."""

    name: str
    title: str | None
    about: str | None
    body: str | None


@strawberry.type(description="How a pull request begins.")
class PullRequestTemplate:
    """How a pull request begins."""

    filename: str | None
    body: str | None


LABELS = Connection[Label]
ISSUES = Connection[Issue]
PULL_REQUESTS = Connection[PullRequest]
MILESTONES = Connection[Milestone]
PROJECTS = Connection[Project]
PROJECTS_V2 = Connection[ProjectV2]
