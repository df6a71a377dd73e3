"""How many connections there may be: without a proof, with one key, and in all."""

from collections import Counter
from typing import Final

from msgspec import Struct

from watchword.authn.throttle import Throttle, network


class Limits(Struct, frozen=True):
    """Of connections in one process."""

    network: int = 32
    """Without a proof, from one address, or one /64 of IPv6."""
    all: int = 512
    """Without a proof, from everywhere."""
    key: int = 256
    """Of one key: machines that build things share one, and are many."""
    connections: int = 4_096
    """With and without."""


class Crowd:
    """Counts connections."""

    def __init__(self, throttle: Throttle, limits: Limits | None = None) -> None:
        """Remember failures in that throttle."""
        self._throttle = throttle
        self._limits: Final = limits or Limits()
        self._waiting: Counter[str] = Counter()
        self._inside: Counter[str] = Counter()

    def enter(self, address: str) -> bool:
        """Count a connection that was just made; False: there is no room for it."""
        limits, here = self._limits, network(address)
        full = self._waiting[here] >= limits.network or self._waiting.total() >= limits.all
        if full or self._waiting.total() + self._inside.total() >= limits.connections:
            return False
        self._waiting[here] += 1
        return True

    def prove(self, address: str, key: str) -> bool:
        """Count a connection on which somebody proved that they hold a key; False: too many."""
        if self._inside[key] >= self._limits.key:
            return False
        _forget(self._waiting, network(address))
        self._inside[key] += 1
        return True

    def leave(self, address: str, *, key: str, tried: bool) -> None:
        """A connection ended: that of a key, or one without; `tried` in vain is a failure."""
        if key:
            _forget(self._inside, key)
            return
        _forget(self._waiting, network(address))
        if tried:
            self._throttle.failed_handshake(address)

    def is_suspect(self, address: str) -> bool:
        """Whether too many tried and failed from there in this minute."""
        return self._throttle.is_suspect(address)


def _forget(counts: Counter[str], name: str) -> None:
    counts[name] -= 1
    if counts[name] <= 0:
        del counts[name]
