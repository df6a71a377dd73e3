"""A route: method, path, operation, how its target is found, handler, and the lane it runs in.

A route names its operation or cannot be built. `route` and `steps` are generic functions, so mypy
compares finder, handler and body; the table then holds routes of all kinds.
"""

from collections.abc import Awaitable, Callable, Mapping
from enum import Enum, auto
from typing import Any, Generic, TypeAlias, TypeVar

from msgspec import Struct

from watchword.access.gate import Grant, Target, require
from watchword.access.operation import Operation
from watchword.authn.resolve import Caller
from watchword.kernel.errors import Refusal
from watchword.work.unit import Database, Work

T = TypeVar("T", bound=Target)
B = TypeVar("B")
R = TypeVar("R")
Params: TypeAlias = Mapping[str, str]


class Lane(Enum):
    """Where the unit of work of a route runs."""

    GLANCE = auto()
    """One or two indexed look-ups, on the event loop where the database is embedded."""
    READ = auto()
    """Anything else that only reads, in a thread."""
    WRITE = auto()
    """One serialisable transaction."""
    STEPS = auto()
    """An async handler of several units, with disk, git or waiting between them."""


class Steps(Struct, Generic[T], frozen=True):
    """What a handler of several units has: each unit finds the target and asks the gate again."""

    database: Database
    caller: Caller
    operation: Operation
    find: Callable[[Work], T | None]

    async def read(self, fn: Callable[[Work, Grant[T]], R]) -> R:
        """Run a unit that only reads."""
        return await self.database.read(self._guarded(fn), self.caller.actor.origin)

    async def write(self, fn: Callable[[Work, Grant[T]], R | Refusal]) -> R:
        """Run a unit that writes; it may run again after a clash."""
        guarded = self._guarded(fn)
        return await self.database.write(guarded, self.caller.actor.origin)

    def _guarded(self, fn: Callable[[Work, Grant[T]], R]) -> Callable[[Work], R]:
        def unit(work: Work) -> R:
            return fn(work, require(self.caller.actor, self.operation, self.find(work)))

        return unit


Finder: TypeAlias = Callable[[Work, Caller, Params], T | None]
Handler: TypeAlias = Callable[[Work, Grant[T], B], object]
StepsHandler: TypeAlias = Callable[[Steps[T], B], Awaitable[object]]


class Route(Struct, Generic[T, B], frozen=True):
    """One row of a surface's table."""

    method: str
    path: str
    operation: Operation
    target: Finder[T]
    handle: Handler[T, B] | StepsHandler[T, B]
    body: type[B]
    """What the query (GET, HEAD) or the body (others) is decoded to."""
    lane: Lane
    status: int

    async def run(
        self, database: Database, caller: Caller, params: Params, decode: Callable[[], B]
    ) -> object:
        """Find, ask the gate, decode, call: all in one transaction (or in several, with STEPS)."""

        def find(work: Work) -> T | None:
            return self.target(work, caller, params)

        if self.lane is Lane.STEPS:
            steps = Steps(database, caller, self.operation, find)
            # Once before the body is decoded, so that who may not ask learns nothing of its form.
            await steps.read(_nothing)
            in_steps: Any = self.handle
            return await in_steps(steps, decode())

        def unit(work: Work) -> object:
            return self.answer(work, caller, params, decode)

        origin = caller.actor.origin
        if self.lane is Lane.GLANCE:
            return await database.glance(unit, origin)
        if self.lane is Lane.READ:
            return await database.read(unit, origin)
        return await database.write(unit, origin)

    def answer(self, work: Work, caller: Caller, params: Params, decode: Callable[[], B]) -> object:
        """Find, ask the gate, decode, call, in a unit that has begun; not for a row of STEPS."""
        grant = require(caller.actor, self.operation, self.target(work, caller, params))
        in_one: Any = self.handle
        answer: object = in_one(work, grant, decode())
        return answer


AnyRoute: TypeAlias = Route[Any, Any]


def route(
    method: str,
    path: str,
    operation: Operation,
    target: Finder[T],
    handle: Handler[T, B],
    body: type[B],
    lane: Lane | None = None,
    status: int = 200,
) -> AnyRoute:
    """Make a route of one unit of work; it reads for GET and writes for others unless told."""
    if lane is Lane.STEPS:
        msg = f"{method} {path}: a handler of several units is made with steps()"
        raise ValueError(msg)
    default = Lane.READ if method in {"GET", "HEAD"} else Lane.WRITE
    return Route(method, path, operation, target, handle, body, lane or default, status)


def steps(
    method: str,
    path: str,
    operation: Operation,
    target: Finder[T],
    handle: StepsHandler[T, B],
    body: type[B],
    status: int = 200,
) -> AnyRoute:
    """Make a route of several units of work."""
    return Route(method, path, operation, target, handle, body, Lane.STEPS, status)


def _nothing(_work: Work, _grant: Grant[Any]) -> None:
    """Only the gate is asked."""
