"""What is left of the requests that one may make."""

from typing import ClassVar

import msgspec

from watchword.access.gate import Grant
from watchword.access.table import site as table
from watchword.accounts.model import Site
from watchword.surfaces.http_kit.route_table import Lane, route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.errors import NotEnabled
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.rate_limits import CORE, SEARCH, RateLimits, Resource
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.work.unit import Work


class Left(msgspec.Struct):
    """One allowance; `reset` is in seconds since 1970."""

    limit: int
    used: int
    remaining: int
    reset: int
    resource: str


class Resources(msgspec.Struct):
    """Each allowance that there is."""

    core: Left
    search: Left


class Overview(msgspec.Struct):
    """All of them."""

    gone: ClassVar[tuple[str, ...]] = ("rate",)

    resources: Resources
    rate: Left | msgspec.UnsetType = msgspec.UNSET
    """The same as `resources.core`; not told any more from API version 2026-03-10 on."""


class Allowances:
    """Handlers."""

    def __init__(self, limits: RateLimits) -> None:
        """Tell of those limits."""
        self._limits = limits

    def show(self, work: Work, grant: Grant[Site], _asked: Nothing) -> Overview:
        """Tell how much of each allowance is left. Asking is free."""
        core, search = (self._left(work, grant, resource) for resource in (CORE, SEARCH))
        return Overview(Resources(core, search), core)

    def _left(self, work: Work, grant: Grant[Site], resource: Resource) -> Left:
        user, address = grant.actor.user, grant.actor.origin.address
        standing = self._limits.asked(work.counters, user, address, resource)
        if standing is None:
            raise NotEnabled("Rate limiting is not enabled.")
        used = min(standing.used, standing.limit)
        return Left(standing.limit, used, standing.remaining, standing.reset, resource.name)


def routes(services: Services) -> list[Endpoint]:
    """The row."""
    show = Allowances(services.limits).show
    row = route("GET", "/rate_limit", table.READ_META, site, show, Nothing, Lane.GLANCE)
    documentation = "rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user"
    return [endpoint(row, documentation, counted=False)]
