"""Connections: parts of lists, with cursors (GHES behaviour)."""

import base64
import re
from collections.abc import Sequence
from typing import Final, Generic, TypeVar

import strawberry

from watchword.kernel.pagination import DEFAULT_SIZE, LARGEST_SIZE, PageRequest
from watchword.surfaces.graphql.errors import (
    EXCESSIVE_PAGINATION,
    INVALID_CURSOR,
    UNPROCESSABLE,
    Told,
)

T = TypeVar("T")

CURSOR: Final = re.compile(r"cursor:([1-9][0-9]{0,8})")


@strawberry.type(description="Where a part of a list stands.")
class PageInfo:
    """Where a part of a list stands."""

    has_next_page: bool = False
    has_previous_page: bool = False
    start_cursor: str | None = None
    end_cursor: str | None = None


@strawberry.type(description="One item of a list, with its place.")
class Edge(Generic[T]):
    """One item of a list, with its place."""

    cursor: str
    node: T | None


@strawberry.type(description="A part of a list.")
class Connection(Generic[T]):
    """A part of a list."""

    nodes: list[T | None] | None
    edges: list[Edge[T] | None] | None
    total_count: int
    page_info: PageInfo


class Wanted:
    """Which part of a list is wanted: places are counted from 1."""

    def __init__(
        self, field: str, first: int | None, after: str | None, last: int | None, before: str | None
    ) -> None:
        """Check what was sent. Without a size it is 30 from the beginning.

        Raises Told for a size out of bounds, for two sizes, and for a cursor that is none.
        """
        if first is not None and last is not None:
            text = f"Passing both `first` and `last` to paginate the `{field}` connection is not"
            raise Told(UNPROCESSABLE, f"{text} supported.")
        for name, size in (("first", first), ("last", last)):
            if size is not None and not 0 <= size <= LARGEST_SIZE:
                raise Told(EXCESSIVE_PAGINATION, _out_of_bounds(field, name, size))
        self._size = first if last is None else last
        self._backwards = last is not None
        self._after = 0 if after is None else _place(after)
        self._before = None if before is None else _place(before)

    def bounds(self, total: int) -> tuple[int, int]:
        """How many items come before the part, and how many are in it."""
        size = DEFAULT_SIZE if self._size is None else self._size
        end = total if self._before is None else min(total, self._before - 1)
        start = min(self._after, total)
        if self._backwards:
            start = max(start, end - size)
        return start, max(0, min(size, end - start))


def request(start: int, size: int) -> PageRequest:
    """The same as the store asks for it; it gives one item at least."""
    return PageRequest(size=max(1, size), start=start)


def page_info(start: int, size: int, total: int) -> PageInfo:
    """Say where a part stands in a list of that length."""
    return PageInfo(
        has_next_page=start + size < total,
        has_previous_page=start > 0,
        start_cursor=cursor(start + 1) if size else None,
        end_cursor=cursor(start + size) if size else None,
    )


def connection(items: Sequence[T], start: int, total: int) -> Connection[T]:
    """A part of a list of that length, with what comes before it."""
    return Connection(
        nodes=[*items],
        edges=edges(items, start),
        total_count=total,
        page_info=page_info(start, len(items), total),
    )


def edges(items: Sequence[T], start: int) -> list[Edge[T] | None]:
    """The items with their places."""
    return [Edge(cursor=cursor(at), node=one) for at, one in enumerate(items, start + 1)]


def cursor(place: int) -> str:
    """How a place in a list is written, counted from 1."""
    return base64.b64encode(b"cursor:%d" % place).decode()


def _place(cursor: str) -> int:
    try:
        text = base64.b64decode(cursor, validate=True).decode("ascii")
    except ValueError:
        text = ""
    found = CURSOR.fullmatch(text)
    if found is None:
        raise Told(INVALID_CURSOR, f"`{cursor[:100]}` does not appear to be a valid cursor.")
    return int(found[1])


def _out_of_bounds(field: str, name: str, size: int) -> str:
    if size < 0:
        return f"`{name}` on the `{field}` connection cannot be less than zero."
    return (
        f"Requesting {size} records on the `{field}` connection exceeds the `{name}` limit of "
        f"{LARGEST_SIZE} records."
    )
