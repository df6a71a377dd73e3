"""Rows about webhooks: how one is found through what it belongs to."""

from typing import TypeVar

from watchword.access.gate import Grant
from watchword.access.operation import Operation
from watchword.kernel.ids import HookId
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Handler, Params, route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import FinderFor, in_repository, inside, number
from watchword.surfaces.shapes.addresses import Addresses
from watchword.webhooks import service
from watchword.webhooks.model import Hook, Place
from watchword.work.unit import Work

B = TypeVar("B")
OK, MADE, NOTHING_TO_SAY = 200, 201, 204


def hook_in(work: Work, repository: Repository, params: Params) -> Hook | None:
    """The webhook of that number, where it belongs to the repository (attack 58)."""
    wanted = number(params["hook_id"])
    if wanted is None:
        return None
    return service.find(work, repository, Place.repository(repository.id), HookId(wanted))


def repository_of(grant: Grant[Hook]) -> Repository:
    """What a webhook was found through."""
    assert isinstance(grant.target.owner, Repository)
    return grant.target.owner


class HookRows:
    """Makes rows about webhooks of repositories."""

    def __init__(self, at: Addresses, docs: str) -> None:
        """Name addresses there; `docs` is where GitHub's description of them begins."""
        self._at = at
        self._docs = docs

    def of_owner(
        self,
        method: str,
        operation: Operation,
        handle: Handler[Repository, B],
        body: type[B],
        docs: str,
    ) -> list[Endpoint]:
        """About all of them."""
        status = MADE if method == "POST" else OK

        def make(path: str, finder: FinderFor) -> Endpoint:
            row = route(method, path, operation, finder(operation), handle, body, status=status)
            return endpoint(row, self._docs + docs)

        return in_repository(self._at, "/hooks", make)

    def of_hook(
        self,
        method: str,
        tail: str,
        operation: Operation,
        handle: Handler[Hook, B],
        body: type[B],
        docs: str,
        status: int | None = None,
    ) -> list[Endpoint]:
        """About one of them; where nothing is to be said, the status is 204."""
        usual = NOTHING_TO_SAY if method in {"POST", "DELETE"} else OK

        def make(path: str, finder: FinderFor) -> Endpoint:
            find = inside(finder(operation), hook_in)
            row = route(method, path, operation, find, handle, body, status=status or usual)
            return endpoint(row, self._docs + docs)

        return in_repository(self._at, f"/hooks/{{hook_id}}{tail}", make)
