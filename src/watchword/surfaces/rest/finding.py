"""Finding the repository that a path means, by name or by number."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from watchword.access.gate import Target, require
from watchword.access.operation import Operation
from watchword.authn.resolve import Caller
from watchword.kernel.ids import RepoId
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.errors import Moved
from watchword.surfaces.shapes.addresses import Addresses
from watchword.work.unit import Work

Finder: TypeAlias = Callable[[Work, Caller, Params], Repository | None]

NAME = "/repos/{owner}/{repo}"
NUMBER = "/repositories/{repository_id}"
LARGEST = 2**63 - 1


def by_name(operation: Operation, at: Addresses) -> Finder:
    """Find by `{owner}/{repo}`; a former name leads to the number, for whom the row lets in.

    The gate is asked before anything of the new place is told: to everybody else a former name is
    as missing as any other (attack 52).
    """

    def find(work: Work, caller: Caller, params: Params) -> Repository | None:
        owner, name = params["owner"], params["repo"]
        found = work.repositories.find(owner, name, caller.actor.user)
        if found is None or found.full_name.lower() == f"{owner}/{name}".lower():
            return found
        granted = require(caller.actor, operation, found).target
        raise Moved(at.repository_by_id(granted.id))

    return find


def by_either_name(work: Work, caller: Caller, params: Params) -> Repository | None:
    """Find by present or former name, where nothing leads on to another address."""
    return work.repositories.find(params["owner"], params["repo"], caller.actor.user)


def by_number(work: Work, caller: Caller, params: Params) -> Repository | None:
    """Find by number, whatever it is called."""
    found = number(params["repository_id"])
    return None if found is None else work.repositories.by_id(RepoId(found), caller.actor.user)


FinderFor: TypeAlias = Callable[[Operation], Finder]
E = TypeVar("E", bound=Target)


def in_repository(
    at: Addresses, tail: str, make: Callable[[str, FinderFor], Endpoint]
) -> list[Endpoint]:
    """Make the rows of a path below a repository: by its name, and by its number.

    Former names lead to the latter, so a path without it would be a redirect to nowhere. `make` is
    given the path, and what gives the finder of the repository for an operation.
    """
    return [
        make(NAME + tail, lambda operation: by_name(operation, at)),
        make(NUMBER + tail, lambda _operation: by_number),
    ]


def inside(
    finder: Finder, lookup: Callable[[Work, Repository, Params], E | None]
) -> Callable[[Work, Caller, Params], E | None]:
    """Find a thing that lies in a repository, there and nowhere else (attack 58)."""

    def find(work: Work, caller: Caller, params: Params) -> E | None:
        repository = finder(work, caller, params)
        return None if repository is None else lookup(work, repository, params)

    return find


def number(text: str) -> int | None:
    """Read a number of a path; None for what is none, or would leave the database's integers."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= LARGEST):
        return None
    return int(text)
