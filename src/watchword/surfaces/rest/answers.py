"""What a handler may give back beside a shape, a list or nothing."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from watchword.surfaces.http_kit.asgi import Response

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Plain:
    """A body that is ready to be sent as it is, and the policy that a page needs."""

    content_type: bytes
    body: bytes
    policy: bytes = b"default-src 'none'"


@dataclass(frozen=True, slots=True)
class Told(Generic[T_co]):
    """A body with a status of its own (201 where something was made, 200 where it was there)."""

    body: T_co
    status: int | None = None
    """None: the status of the row."""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    changed: datetime | None = None
    """When it changed last, where the body itself does not tell that."""


class Known(Generic[T_co]):
    """A body that is given again and again: what is told of it is worked out once."""

    __slots__ = ("_told", "body")
    MOST = 8
    """Readers for which it is kept at a time."""

    def __init__(self, body: T_co) -> None:
        """Keep a body that nobody changes any more."""
        self.body = body
        self._told: dict[object, Response] = {}

    def told(self, reader: object) -> Response | None:
        """What such a reader was told before."""
        return self._told.get(reader)

    def keep(self, reader: object, response: Response) -> None:
        """Keep what such a reader is told."""
        if len(self._told) >= self.MOST:
            self._told.clear()
        self._told[reader] = response


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A redirect to an absolute address."""

    location: str
    status: int = 302


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that people put here: it leaves without passing through Python, and is no document."""

    path: Path
    content_type: str
    filename: str


@dataclass(frozen=True, slots=True)
class Stream:
    """Bytes that come block by block, to be kept under that name."""

    blocks: AsyncGenerator[bytes, None]
    content_type: str
    filename: str
    size: int | None = None
    """In bytes, where it is known before."""


BYTES = frozenset({Plain, Stored, Stream, Elsewhere})
"""Answers that are no JSON."""
