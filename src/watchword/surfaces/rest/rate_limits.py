"""How much one may ask of the API in an hour, and how much of it is left."""

from datetime import UTC, datetime
from typing import Final, NamedTuple

from watchword.authn.counters import Counters
from watchword.authn.ports import CounterStore
from watchword.authn.throttle import network
from watchword.kernel.errors import LimitReached
from watchword.kernel.ids import UserId
from watchword.surfaces.http_kit.asgi import Headers
from watchword.surfaces.http_kit.whence import Whence

HOUR: Final = 3_600
RESOURCE: Final = "core"


class Standing(NamedTuple):
    """What somebody used up of an allowance; `reset` is when it is new (seconds since 1970)."""

    limit: int
    used: int
    reset: int

    @property
    def remaining(self) -> int:
        """What is left."""
        return max(0, self.limit - self.used)

    def headers(self) -> Headers:
        """The headers that tell it (GHES behaviour)."""
        return [
            (b"x-ratelimit-limit", b"%d" % self.limit),
            (b"x-ratelimit-remaining", b"%d" % self.remaining),
            (b"x-ratelimit-used", b"%d" % min(self.used, self.limit)),
            (b"x-ratelimit-reset", b"%d" % self.reset),
            (b"x-ratelimit-resource", RESOURCE.encode()),
        ]


class RateLimits:
    """Fixed windows of an hour.

    One for each user, all tokens together, and one for each network of those without an account.
    """

    def __init__(
        self, counters: Counters, *, per_user: int, per_address: int, enabled: bool = True
    ) -> None:
        """Count in those counters; not enabled is how GHES comes out of the box."""
        self._counters = counters
        self._per_user = per_user
        self._per_address = per_address
        self.enabled = enabled

    def standing(self, user: UserId | None, address: str) -> Standing | None:
        """What was used up so far; None where nothing is limited."""
        if not self.enabled:
            return None
        bucket, limit = self._bucket(user, address)
        used = self._counters.total(bucket, HOUR)
        return Standing(limit, used, self._counters.ends(HOUR))

    def asked(self, counted: CounterStore, user: UserId | None, address: str) -> Standing | None:
        """What was used up, at all workers: the shared total is read, not only remembered."""
        if not self.enabled:
            return None
        bucket, limit = self._bucket(user, address)
        shared = counted.totals({bucket: self._counters.begun(HOUR)}).get(bucket, 0)
        used = self._counters.hear(bucket, HOUR, shared)
        return Standing(limit, used, self._counters.ends(HOUR))

    def take(self, user: UserId | None, whence: Whence, now: int) -> Standing | None:
        """Count one request. Raises LimitReached where there was none left."""
        if not self.enabled:
            return None
        bucket, limit = self._bucket(user, whence.address)
        reset = self._counters.ends(HOUR)
        if self._counters.total(bucket, HOUR) >= limit:
            raise LimitReached(_exhausted(user, whence, now), reset)
        return Standing(limit, self._counters.add(bucket, HOUR), reset)

    def give_back(self, user: UserId | None, address: str) -> Standing | None:
        """Take back the count of a request that is free after all."""
        if not self.enabled:
            return None
        bucket, limit = self._bucket(user, address)
        return Standing(limit, self._counters.add(bucket, HOUR, -1), self._counters.ends(HOUR))

    def _bucket(self, user: UserId | None, address: str) -> tuple[str, int]:
        if user is not None:
            return f"api:u{user}", self._per_user
        return f"api:a{network(address)}", self._per_address


def _exhausted(user: UserId | None, whence: Whence, now: int) -> str:
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
