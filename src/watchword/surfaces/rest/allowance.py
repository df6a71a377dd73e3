"""What is left of the hour's requests."""

from typing import ClassVar

import msgspec

from watchword.access.gate import Grant
from watchword.access.table import site as table
from watchword.accounts.model import Site
from watchword.surfaces.http_kit.route_table import Lane, route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.errors import NotEnabled
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.rate_limits import RESOURCE, RateLimits, Standing
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.work.unit import Work


class Allowance(msgspec.Struct):
    """One allowance; `reset` is in seconds since 1970."""

    limit: int
    used: int
    remaining: int
    reset: int
    resource: str


class Resources(msgspec.Struct):
    """Each allowance that there is."""

    core: Allowance


class Overview(msgspec.Struct):
    """All of them."""

    gone: ClassVar[tuple[str, ...]] = ("rate",)

    resources: Resources
    rate: Allowance | msgspec.UnsetType = msgspec.UNSET
    """The same as `resources.core`; not told any more from API version 2026-03-10 on."""


class Allowances:
    """Handlers."""

    def __init__(self, limits: RateLimits) -> None:
        """Tell of those limits."""
        self._limits = limits

    def show(self, work: Work, grant: Grant[Site], _asked: Nothing) -> Overview:
        """Tell how much of the hour's requests is left. Asking is free."""
        standing = self._limits.asked(work.counters, grant.actor.user, grant.actor.origin.address)
        if standing is None:
            raise NotEnabled("Rate limiting is not enabled.")
        core = _allowance(standing)
        return Overview(Resources(core), core)


def _allowance(standing: Standing) -> Allowance:
    used = min(standing.used, standing.limit)
    return Allowance(standing.limit, used, standing.remaining, standing.reset, RESOURCE)


def routes(services: Services) -> list[Endpoint]:
    """The row."""
    show = Allowances(services.limits).show
    row = route("GET", "/rate_limit", table.READ_META, site, show, Nothing, Lane.GLANCE)
    documentation = "rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user"
    return [endpoint(row, documentation, counted=False)]
