"""How many may stand at the door: connections on which nobody has proved anything yet."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from watchword.authn.throttle import Throttle, network


@dataclass(frozen=True, slots=True)
class Limits:
    """Of connections without a proof, in one process."""

    network: int = 32
    """From one address, or one /64 of IPv6."""
    all: int = 512
    connections: int = 4_096
    """With those on which somebody did prove something."""


class Crowd:
    """Counts connections."""

    def __init__(self, throttle: Throttle, limits: Limits | None = None) -> None:
        """Remember failures in that throttle."""
        self._throttle = throttle
        self._limits: Final = limits or Limits()
        self._waiting: Counter[str] = Counter()
        self._inside = 0

    def enter(self, address: str) -> bool:
        """Count a connection that was just made; False: there is no room for it."""
        limits, here = self._limits, network(address)
        full = self._waiting[here] >= limits.network or self._waiting.total() >= limits.all
        if full or self._waiting.total() + self._inside >= limits.connections:
            return False
        self._waiting[here] += 1
        return True

    def prove(self, address: str) -> None:
        """Somebody proved who they are."""
        self._forget(address)
        self._inside += 1

    def leave(self, address: str, *, proved: bool, tried: bool) -> None:
        """A connection ended; `tried` without success is a failure."""
        if proved:
            self._inside -= 1
            return
        self._forget(address)
        if tried:
            self._throttle.failed_handshake(address)

    def is_suspect(self, address: str) -> bool:
        """Whether too many tried and failed from there in this minute."""
        return self._throttle.is_suspect(address)

    def _forget(self, address: str) -> None:
        here = network(address)
        self._waiting[here] -= 1
        if self._waiting[here] <= 0:
            del self._waiting[here]
