"""Rows of paths below a repository, and of the things that lie in one."""

from collections.abc import Callable
from typing import TypeVar

from watchword.access.gate import Target
from watchword.access.operation import Operation
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import (
    Handler,
    Lane,
    Params,
    StepsHandler,
    route,
    steps,
)
from watchword.surfaces.rest.endpoint import PREFIX, Endpoint, endpoint
from watchword.surfaces.rest.finding import FinderFor, in_repository, inside
from watchword.surfaces.shapes.addresses import Addresses
from watchword.work.unit import Work

B = TypeVar("B")
E = TypeVar("E", bound=Target)


class RepositoryRows:
    """Makes them, each under the repository's name and under its number."""

    def __init__(self, at: Addresses, documentation: str) -> None:
        """Name addresses there; `documentation` is what those of all rows begin with."""
        self._at = at
        self._documentation = documentation

    def of(
        self,
        method: str,
        tail: str,
        operation: Operation,
        handle: Handler[Repository, B],
        body: type[B],
        documentation: str,
        *,
        status: int = 200,
        lane: Lane | None = None,
    ) -> list[Endpoint]:
        """The rows of something done to the repository, in one unit of work."""

        def make(path: str, finder_for: FinderFor) -> Endpoint:
            found = finder_for(operation)
            row = route(method, path, operation, found, handle, body, lane, status)
            return endpoint(row, self._documentation + documentation)

        return in_repository(self._at, tail, make)

    def of_steps(
        self,
        method: str,
        tail: str,
        operation: Operation,
        handle: StepsHandler[Repository, B],
        body: type[B],
        documentation: str,
        *,
        status: int = 200,
    ) -> list[Endpoint]:
        """The rows of something done to the repository, in several units of work."""

        def make(path: str, finder_for: FinderFor) -> Endpoint:
            row = steps(method, path, operation, finder_for(operation), handle, body, status)
            return endpoint(row, self._documentation + documentation)

        return in_repository(self._at, tail, make)

    def inside(
        self,
        method: str,
        tail: str,
        operation: Operation,
        lookup: Callable[[Work, Repository, Params], E | None],
        handle: Handler[E, B],
        body: type[B],
        documentation: str,
        *,
        status: int = 200,
    ) -> list[Endpoint]:
        """The rows of something done to a thing in the repository, in one unit of work."""

        def make(path: str, finder_for: FinderFor) -> Endpoint:
            found = inside(finder_for(operation), lookup)
            row = route(method, path, operation, found, handle, body, status=status)
            return endpoint(row, self._documentation + documentation)

        return in_repository(self._at, tail, make)

    def inside_steps(
        self,
        method: str,
        tail: str,
        operation: Operation,
        lookup: Callable[[Work, Repository, Params], E | None],
        handle: StepsHandler[E, B],
        body: type[B],
        documentation: str,
        *,
        status: int = 200,
        prefix: str = PREFIX,
    ) -> list[Endpoint]:
        """The same in several units of work; `prefix` is where the API begins."""

        def make(path: str, finder_for: FinderFor) -> Endpoint:
            found = inside(finder_for(operation), lookup)
            row = steps(method, path, operation, found, handle, body, status)
            return endpoint(row, self._documentation + documentation, prefix=prefix)

        return in_repository(self._at, tail, make)
