"""How much one may ask of the API in an hour or a minute, and how much of it is left."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple

from msgspec import Struct

from watchword.authn.counters import Counters
from watchword.authn.ports import CounterStore
from watchword.authn.throttle import network
from watchword.kernel.errors import LimitReached
from watchword.kernel.events import Origin
from watchword.kernel.ids import UserId
from watchword.surfaces.http_kit.asgi import Headers


class Resource(NamedTuple):
    """What has an allowance of its own (GHES behaviour)."""

    name: str
    window: int
    """Seconds for which it is."""
    bucket: str


CORE: Final = Resource("core", 3_600, "api")
SEARCH: Final = Resource("search", 60, "search")


class Allowance(NamedTuple):
    """Requests within one window: of an account with all its tokens, of a network without one."""

    per_user: int
    per_address: int


class Standing(Struct, frozen=True):
    """What somebody used up of an allowance; `reset` is when it is new (seconds since 1970)."""

    resource: Resource
    limit: int
    used: int
    reset: int

    @property
    def remaining(self) -> int:
        """What is left."""
        return max(0, self.limit - self.used)

    def headers(self) -> Headers:
        """The headers that tell it (GHES behaviour)."""
        used = min(self.used, self.limit)
        return [
            (b"x-ratelimit-limit", b"%d" % self.limit),
            (b"x-ratelimit-remaining", b"%d" % (self.limit - used)),
            (b"x-ratelimit-used", b"%d" % used),
            (b"x-ratelimit-reset", b"%d" % self.reset),
            _named(self.resource),
        ]


@lru_cache
def _named(resource: Resource) -> tuple[bytes, bytes]:
    return b"x-ratelimit-resource", resource.name.encode()


class RateLimits:
    """Fixed windows.

    One for each user, all tokens together, and one for each network of those without an account.
    """

    def __init__(
        self, counters: Counters, allowed: Mapping[Resource, Allowance], *, enabled: bool = True
    ) -> None:
        """Count in those counters; not enabled is how GHES comes out of the box."""
        self._counters = counters
        self._allowed = allowed
        self.enabled = enabled

    def standing(
        self, user: UserId | None, address: str, resource: Resource = CORE
    ) -> Standing | None:
        """What was used up so far; None where nothing is limited."""
        if not self.enabled:
            return None
        bucket, _ = self._bucket(resource, user, address)
        return self._told(resource, user, address, self._counters.total(bucket, resource.window))

    def asked(
        self, counted: CounterStore, user: UserId | None, address: str, resource: Resource
    ) -> Standing | None:
        """What was used up, at all workers: the shared total is read, not only remembered."""
        if not self.enabled:
            return None
        bucket, _ = self._bucket(resource, user, address)
        begun = self._counters.begun(resource.window)
        shared = counted.totals({bucket: begun}).get(bucket, 0)
        used = self._counters.hear(bucket, resource.window, shared)
        return self._told(resource, user, address, used)

    def take(
        self, user: UserId | None, whence: Origin, now: int, resource: Resource = CORE
    ) -> Standing | None:
        """Count one request. Raises LimitReached where there was none left."""
        if not self.enabled:
            return None
        bucket, limit = self._bucket(resource, user, whence.address)
        used, reset = self._counters.spend(bucket, resource.window, limit)
        if used > limit:
            raise LimitReached(_exhausted(user, whence, now), reset)
        return Standing(resource, limit, used, reset)

    def give_back(
        self, user: UserId | None, address: str, resource: Resource = CORE
    ) -> Standing | None:
        """Take back the count of a request that is free after all."""
        if not self.enabled:
            return None
        bucket, _ = self._bucket(resource, user, address)
        used = self._counters.add(bucket, resource.window, -1)
        return self._told(resource, user, address, used)

    def _told(self, resource: Resource, user: UserId | None, address: str, used: int) -> Standing:
        _, limit = self._bucket(resource, user, address)
        return Standing(resource, limit, used, self._counters.ends(resource.window))

    def _bucket(self, resource: Resource, user: UserId | None, address: str) -> tuple[str, int]:
        allowed = self._allowed[resource]
        if user is not None:
            return f"{resource.bucket}:u{user}", allowed.per_user
        return f"{resource.bucket}:a{network(address)}", allowed.per_address


def _exhausted(user: UserId | None, whence: Origin, now: int) -> str:
    """GitHub's sentences, whose beginning clients compare (GHES behaviour)."""
    if user is None:
        return (
            f"API rate limit exceeded for {whence.address}. (But here's the good news: "
            "Authenticated requests get a higher rate limit. Check out the documentation for more "
            "details.)"
        )
    time = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return (
        f"API rate limit exceeded for user ID {user}. If you reach out to GitHub Support for help, "
        f"please include the request ID {whence.request} and timestamp {time}."
    )
