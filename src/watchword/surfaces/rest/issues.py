"""Issues are off in every repository, there are no pull requests, and nothing bears a label.

Whoever may not see the repository is told that there is none, as everywhere: only then it is told
that its issues are off.
"""

from typing import Final, Literal

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import issues as table
from watchword.kernel.pagination import Page
from watchword.repositories.model import Repository
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.errors import Gone
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.repository_rows import RepositoryRows
from watchword.surfaces.rest.services import Services
from watchword.work.unit import Work

OFF: Final = "Issues are disabled for this repo"
BELOW: Final = "/issues/{*path}"


class PullRequest(Struct, kw_only=True):
    """A pull request, as little as there is of any."""

    id: int
    number: int
    title: str


class Label(Struct, kw_only=True):
    """A word on an issue."""

    id: int
    name: str
    color: str


class PullListing(Paged, kw_only=True):
    """Which pull requests are wanted."""

    state: Literal["open", "closed", "all"] = "open"
    head: str | None = None
    base: str | None = None
    sort: Literal["created", "updated", "popularity", "long-running"] = "created"
    direction: Literal["asc", "desc"] | None = None


def off(_work: Work, _grant: Grant[Repository], _asked: Nothing) -> None:
    """Answer that there are no issues here."""
    raise Gone(OFF)


def pulls(_work: Work, _grant: Grant[Repository], asked: PullListing) -> Page[PullRequest]:
    """List pull requests: there are none."""
    return Page([], 0, asked.request)


def labels(_work: Work, _grant: Grant[Repository], asked: Paged) -> Page[Label]:
    """List labels: there are none."""
    return Page([], 0, asked.request)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    rows = RepositoryRows(services.at, "issues/issues")
    found: list[Endpoint] = []
    for method in ("GET", "POST", "PATCH", "PUT", "DELETE"):
        operation = table.READ if method == "GET" else table.WRITE
        found += rows.of(method, BELOW, operation, off, Nothing, "")
        if method in {"GET", "POST"}:
            found += rows.of(method, "/issues", operation, off, Nothing, "")
    others = RepositoryRows(services.at, "")
    return [
        *found,
        *others.of("GET", "/pulls", table.LIST_PULLS, pulls, PullListing, "pulls/pulls"),
        *others.of("GET", "/labels", table.LIST_LABELS, labels, Paged, "issues/labels"),
    ]
