"""How fields meet the access table: a field names its operations, and its resolver asks the gate.

A resolver is made by `asks(…)`, which takes operations and nothing without; by `empty(…)` (see
absent.py) for what this server does not have. `schema.py` refuses a schema with any other.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from typing import Any, Final, Protocol, TypeVar

import strawberry
from graphql import GraphQLResolveInfo

from watchword.access.actor import Actor
from watchword.access.gate import Grant, LacksScopes, Target, require
from watchword.access.operation import Operation
from watchword.authn.resolve import Caller
from watchword.contents import gist_files
from watchword.contents.gist_files import Snapshot
from watchword.contents.ports import Readable, Store
from watchword.kernel.ids import UserId
from watchword.repositories import owners
from watchword.repositories.owners import Owner
from watchword.surfaces.graphql.errors import lacks_scopes
from watchword.surfaces.graphql.marks import Marks
from watchword.surfaces.shapes.addresses import Addresses
from watchword.work.create_repository import Folders
from watchword.work.templates import Fill
from watchword.work.unit import Work

T = TypeVar("T", bound=Target)
R = TypeVar("R")

OPERATIONS: Final = "operations"
"""The key under which a field keeps what it asks for."""
MOST: Final = "most"
"""The key under which a field keeps how many items its list may have at all."""
EMPTY: Final = "empty"
"""The key of a field that answers with nothing and reads nothing."""


class Shelf(Protocol):
    """All repositories on disk."""

    def now(self, repository: Readable, fn: Callable[[Store], R]) -> R:
        """Run a function that reads, in the thread that reads the database."""


class Here:
    """One run of a document: the unit of work, who asks, and what was looked up already."""

    def __init__(
        self,
        work: Work,
        caller: Caller,
        at: Addresses,
        folders: Folders | None,
        shelf: Shelf | None = None,
    ) -> None:
        """Take the unit; folders only where it writes; the shelf holds what lies in gists."""
        self._shelf = shelf
        self.afterwards: list[Fill] = []
        """What is to be copied once the unit is kept."""
        self.work = work
        self.caller = caller
        self.at = at
        self._folders = folders
        self.marks = Marks(work, caller.actor.user)
        self._users: dict[UserId, Owner] = {}
        self._open: list[tuple[str, tuple[Operation, ...]]] = []
        self._asked = 0

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.caller.actor

    def gist(self, readable: Readable, version: str | None) -> Snapshot:
        """What lies in a gist at a version, or now. Raises NotFound."""
        assert self._shelf is not None, "there are no gists to be read"
        branch = readable.default_branch
        read = partial(gist_files.snapshot, default_branch=branch, version=version)
        return self._shelf.now(readable, read)

    def reads(self, readable: Readable, fn: Callable[[Store], R]) -> R:
        """What a function finds in a repository on disk. Raises NotFound."""
        assert self._shelf is not None, "there are no repositories to be read"
        return self._shelf.now(readable, fn)

    @property
    def folders(self) -> Folders:
        """Where new repositories will lie."""
        assert self._folders is not None, "a query makes no repositories"
        return self._folders

    def require(self, operation: Operation, target: T | None) -> Grant[T]:
        """Ask the gate, for one of the operations that the field under way names.

        Raises Told with INSUFFICIENT_SCOPES where nothing but the token's scopes stands in the way.
        """
        field, operations = self._open[-1]
        assert operation in operations, f"{field} does not name {operation.name}"
        self._asked += 1
        try:
            return require(self.actor, operation, target)
        except LacksScopes as refused:
            assert target is not None, "a target that is missing lacks no scopes"
            held = self.caller.token.scopes if self.caller.token else ()
            public = target.is_public
            raise lacks_scopes(field, operation, held, self.at.site, public=public) from refused

    def owner(self, number: UserId) -> Owner:
        """The account that owns something that was granted; each is looked up once."""
        if number not in self._users:
            found = owners.by_id(self.work, number, self.actor.user)
            assert found is not None, "accounts with repositories are not deleted"
            self._users[number] = found
        return self._users[number]

    @contextmanager
    def field(self, name: str, operations: tuple[Operation, ...]) -> Iterator[None]:
        """Resolve a field, which must ask the gate before it gives anything."""
        before = self._asked
        self._open.append((name, operations))
        try:
            yield
            assert self._asked > before, f"{name} did not ask the gate"
        finally:
            self._open.pop()


def here(info: strawberry.Info[Any, Any]) -> Here:
    """The run that a resolver is part of."""
    context = info.context
    assert isinstance(context, Here)
    return context


def asks(
    *operations: Operation, description: str, most: int | None = None
) -> Callable[[Callable[..., Any]], Any]:
    """Make a field of a resolver that asks the gate for these operations.

    `most` is how many items a list may have, where that is fewer than a page or there are no pages;
    of something that is no list, for how many values it counts.
    Raises ValueError where there is no operation: a field without one cannot be built.
    """
    if not operations:
        msg = "a field names its operations"
        raise ValueError(msg)

    def field(resolve: Callable[..., Any]) -> Any:
        @wraps(resolve)
        def guarded(*given: Any, info: Any, **more: Any) -> Any:
            raw: GraphQLResolveInfo[Here] = info._raw_info  # noqa: SLF001 - the name that the client sees
            with here(info).field(raw.field_name, operations):
                return resolve(*given, info=info, **more)

        metadata = {OPERATIONS: operations, MOST: most}
        return strawberry.field(resolver=guarded, description=description, metadata=metadata)

    return field
