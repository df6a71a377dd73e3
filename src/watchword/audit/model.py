"""A fact that was stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from watchword.kernel.events import Origin
from watchword.kernel.ids import EventId


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A fact with its number, its moment (milliseconds since 1970) and who caused it."""

    id: EventId
    at_ms: int
    name: str
    origin: Origin
    body: Mapping[str, Any]
