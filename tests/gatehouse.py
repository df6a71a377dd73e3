"""The surfaces with nothing behind the gate: real routes, credentials, operations and refusals.

What a path leads to is a thing of a kind that the test chooses, and who gets past the gate is told
so and no more. So each cell of the access table can be asked for over the wire, also for rows that
are not written yet, and nothing changes by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from docs.reference.surfaces import api
from tests.api import ADDRESS, HOST, Answer, Wire
from tests.pages import filled, services
from tests.world import StoppedClock, World
from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.authn.counters import Counters
from watchword.authn.throttle import Throttle
from watchword.kernel.entropy import system_entropy
from watchword.kernel.ids import UserId
from watchword.surfaces.http_kit.asgi import Response
from watchword.surfaces.http_kit.mismatch import Mismatches
from watchword.surfaces.http_kit.outermost import Outermost
from watchword.surfaces.http_kit.route_table import AnyRoute, Lane, Steps
from watchword.surfaces.oauth_http import build as oauth_http
from watchword.surfaces.oauth_http.application import OAuthHttp
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.application import Rest
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.rate_limits import RateLimits
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.telling import Telling
from watchword.surfaces.web.application import Application
from watchword.surfaces.web.assets import built_in
from watchword.surfaces.web.build import renderer
from watchword.surfaces.web.pages import PAGES
from watchword.surfaces.web.route import Redirect

PASSED = 299
"""A status that nothing else gives."""
PASSED_PAGE = "/passed"


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
        self._pace = StoppedClock()
        counters = Counters(self._pace)
        limits = RateLimits(counters, {}, enabled=False)
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
        """Ask for a row; a minute lies between two requests, so nobody seems to guess."""
        self._pace.now += 61
        return self.ask(row.route.method, filled(row.path), token, **more)


async def turned(steps: Steps[Thing], _asked: object) -> Redirect:
    """Say on a page of several units that the gate was passed."""
    return await steps.read(lambda *_: Redirect(PASSED_PAGE))


class Pagehouse(Wire):
    """All pages, each before the same thing, and nothing behind the gate."""

    prefix = ""

    def __init__(self, world: World, thing: Thing) -> None:
        def handle(*_asked) -> Redirect:
            return Redirect(PASSED_PAGE)

        self.pages = [
            replace(page, route=emptied(page.route, thing, handle, turned)) for page in PAGES
        ]
        site = Application(self.pages, services(world), renderer(), built_in())
        super().__init__(Outermost(site, {HOST}, system_entropy))


class Programs(Wire):
    """The rows of OAuth that programs ask, each before the same thing."""

    prefix = ""

    def __init__(self, world: World, thing: Thing) -> None:
        throttle = Throttle(Counters(world.clock))
        made = oauth_http.application(
            database=world.database, throttle=throttle, public_url=ADDRESS, token_prefix="", idle=0
        )

        def handle(*_asked) -> Response:
            return Response(PASSED)

        # In their own lanes: an application's secret is noted as used where it is checked.
        self.rows = [replace(row, target=lambda *_: thing, handle=handle) for row in made.rows]
        site = OAuthHttp(self.rows, world.database, throttle)
        super().__init__(Outermost(site, {HOST}, system_entropy))


def rows_of_operations(rows: Iterable[Endpoint]) -> dict[str, list[Endpoint]]:
    """The rows of each operation, by its name."""
    found: dict[str, list[Endpoint]] = {}
    for row in rows:
        found.setdefault(row.route.operation.name, []).append(row)
    return found
