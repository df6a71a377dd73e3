"""Puts the API together."""

from collections.abc import Callable

from msgspec import Struct

from watchword.authn.counters import Counters
from watchword.authn.throttle import Throttle
from watchword.kernel.clock import Clock
from watchword.kernel.entropy import Entropy
from watchword.surfaces.http_kit.asgi import Application
from watchword.surfaces.http_kit.mismatch import Mismatches
from watchword.surfaces.rest.application import Rest
from watchword.surfaces.rest.rate_limits import CORE, SEARCH, Allowance, RateLimits
from watchword.surfaces.rest.routes import endpoints
from watchword.surfaces.rest.services import GraphQL, OnDisk, Services
from watchword.surfaces.rest.telling import Telling
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.ssh import Ssh
from watchword.tokens.model import Token
from watchword.work.create_repository import RepositoryMaker
from watchword.work.default_branch import DefaultBranches, Heads
from watchword.work.unit import Database


class Allowed(Struct, frozen=True):
    """Requests of an hour: of an account with all its tokens, and of a network without one.

    Searches are counted by the minute, and for themselves.
    """

    per_user: int = 5_000
    per_address: int = 1_000
    searches_per_user: int = 30
    searches_per_address: int = 10
    limited: bool = True
    """False switches the limits off, as GHES comes out of the box."""

    def counted_by(self, counters: Counters) -> RateLimits:
        """Give the limits themselves."""
        each = {
            CORE: Allowance(self.per_user, self.per_address),
            SEARCH: Allowance(self.searches_per_user, self.searches_per_address),
        }
        return RateLimits(counters, each, enabled=self.limited)


def application(
    *,
    database: Database,
    clock: Clock,
    entropy: Entropy,
    counters: Counters,
    throttle: Throttle,
    observe: Callable[[Token, int, str], None],
    at: Addresses,
    ssh: Ssh,
    repositories: RepositoryMaker,
    heads: Heads,
    graphql: GraphQL,
    disk: OnDisk,
    allowed: Allowed,
    token_prefix: str,
    strict_username: bool,
) -> Application:
    """Serve the API, and all that lies below /api/.

    `observe` notes the use of a token (its number, seconds since 1970, the address).
    """
    limits = allowed.counted_by(counters)
    branches = DefaultBranches(heads)
    services = Services(
        at, entropy, limits, repositories, branches, graphql, disk, token_prefix, ssh
    )
    return Rest(
        endpoints(services),
        database=database,
        clock=clock,
        throttle=throttle,
        observe=observe,
        mismatches=Mismatches(database, clock),
        limits=limits,
        telling=Telling(at.site, limits),
        token_prefix=token_prefix,
        strict_username=strict_username,
    )
