"""Finding the repository that a path means, by name or by number."""

from collections.abc import Callable
from typing import TypeAlias

from watchword.access.gate import require
from watchword.access.operation import Operation
from watchword.authn.resolve import Caller
from watchword.kernel.ids import RepoId
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Params
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


def by_number(work: Work, caller: Caller, params: Params) -> Repository | None:
    """Find by number, whatever it is called."""
    found = number(params["repository_id"])
    return None if found is None else work.repositories.by_id(RepoId(found), caller.actor.user)


def number(text: str) -> int | None:
    """Read a number of a path; None for what is none, or would leave the database's integers."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= LARGEST):
        return None
    return int(text)
