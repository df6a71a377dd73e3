"""The API with nothing behind the gate: real routes, credentials, operations and refusals.

What a path leads to is a thing of a kind that the test chooses, and who gets past the gate is told
so and no more. So each cell of the access table can be asked for over the wire, also for rows that
are not written yet, and nothing changes by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from docs.reference.surfaces import api
from tests.api import ADDRESS, HOST, Answer, Wire
from tests.pages import filled
from tests.world import World
from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.authn.counters import Counters
from watchword.authn.throttle import Throttle
from watchword.kernel.entropy import system_entropy
from watchword.kernel.ids import UserId
from watchword.surfaces.http_kit.mismatch import Mismatches
from watchword.surfaces.http_kit.outermost import Outermost
from watchword.surfaces.http_kit.route_table import AnyRoute, Lane, Steps
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.application import Rest
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.rate_limits import RateLimits
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.telling import Telling

PASSED = 299
"""A status that nothing else gives."""


@dataclass
class Thing:
    """What every path leads to: somebody's, and either everybody may see it or not."""

    owner: UserId
    role: Role = Role.ADMIN
    """What the owner is to it."""
    is_public: bool = True

    def role_of(self, actor: Actor) -> Role:
        """Everybody else reads what is public."""
        if actor.user == self.owner:
            return self.role
        return Role.READ if self.is_public else Role.NONE


def passed(*_asked) -> Told[None]:
    """Say that the gate was passed."""
    return Told(None, PASSED)


async def passed_in_steps(steps: Steps[Thing], _asked: object) -> Told[None]:
    """Say it where there are several units of work, each of which asks the gate again."""
    return await steps.read(passed)


def emptied(row: AnyRoute, thing: Thing, handle=passed, in_steps=passed_in_steps) -> AnyRoute:
    """The same route before a thing, with nothing behind the gate."""
    if row.lane is Lane.STEPS:
        return replace(row, target=lambda *_: thing, handle=in_steps)
    # No lane is asked for what needs none: all that is done is to look at a credential.
    return replace(row, target=lambda *_: thing, handle=handle, lane=Lane.GLANCE)


class Gatehouse(Wire):
    """All rows of the API, each before the same thing."""

    def __init__(self, world: World, thing: Thing) -> None:
        counters = Counters(world.clock)
        limits = RateLimits(counters, per_user=0, per_address=0, enabled=False)
        self.thing = thing
        self.endpoints = [self._emptied(row) for row in api()]
        rest = Rest(
            self.endpoints,
            database=world.database,
            clock=world.clock,
            throttle=Throttle(counters),
            observe=lambda *_: None,
            mismatches=Mismatches(world.database, world.clock),
            limits=limits,
            telling=Telling(ADDRESS, limits),
            token_prefix="",
            strict_username=False,
        )
        super().__init__(Outermost(rest, {HOST}, system_entropy))

    def _emptied(self, row: Endpoint) -> Endpoint:
        route = replace(emptied(row.route, self.thing), body=Nothing)
        none = frozenset[str]()
        reads = {"reads_body": False, "reads_query": False}
        places = {"in_path": none, "by_media": none, "uploads": none}
        return replace(row, route=route, **reads, **places)

    def knock(self, row: Endpoint, token: object = None, **more: object) -> Answer:
        """Ask for a row."""
        return self.ask(row.route.method, filled(row.path), token, **more)


def rows_of_operations(rows: Iterable[Endpoint]) -> dict[str, list[Endpoint]]:
    """The rows of each operation, by its name."""
    found: dict[str, list[Endpoint]] = {}
    for row in rows:
        found.setdefault(row.route.operation.name, []).append(row)
    return found
