"""The part of a unit of work that every slice uses."""

from typing import Protocol

from watchword.kernel.entropy import Entropy
from watchword.kernel.events import Event, Origin
from watchword.kernel.secret import KeyRing


class Work(Protocol):
    """One transaction. What a slice needs beyond this stands in its own ports.py."""

    @property
    def now(self) -> int:
        """Seconds since 1970; one value for the whole unit."""

    @property
    def entropy(self) -> Entropy:
        """Where unpredictable bytes come from."""

    @property
    def keys(self) -> KeyRing:
        """The keys under which secrets are hashed."""

    @property
    def origin(self) -> Origin:
        """Who caused what this unit does."""

    def record(self, event: Event) -> None:
        """Keep a fact: it is stored by the same commit, or not at all."""
