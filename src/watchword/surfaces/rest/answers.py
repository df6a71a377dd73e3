"""What a handler may give back beside a shape, a list or nothing."""

from collections.abc import AsyncGenerator
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Struct

T_co = TypeVar("T_co", covariant=True)


class Plain(Struct, frozen=True):
    """A body that is ready to be sent as it is, and the policy that a page needs."""

    content_type: bytes
    body: bytes
    policy: bytes = b"default-src 'none'"


class Told(Struct, Generic[T_co], frozen=True):
    """A body with a status of its own (201 where something was made, 200 where it was there)."""

    body: T_co
    status: int | None = None
    """None: the status of the row."""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    changed: datetime | None = None
    """When it changed last, where the body itself does not tell that."""


class Known(Struct, Generic[T_co], frozen=True):
    """A body that follows from the rows of the token and of its owner, and from the request.

    Nothing else was read for it: while these rows are the same, the same request is told it again.
    """

    body: T_co


class Elsewhere(Struct, frozen=True):
    """A redirect to an absolute address."""

    location: str
    status: int = 302


class Stored(Struct, frozen=True):
    """A file that people put here: it leaves without passing through Python, and is no document."""

    path: Path
    content_type: str
    filename: str


class Stream(Struct, frozen=True):
    """Bytes that come block by block, to be kept under that name."""

    blocks: AsyncGenerator[bytes, None]
    content_type: str
    filename: str
    size: int | None = None
    """In bytes, where it is known before."""


BYTES = frozenset({Plain, Stored, Stream, Elsewhere})
"""Answers that are no JSON."""
