"""A page of whatever a SELECT finds."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from watchword.kernel.pagination import Page, PageRequest
from watchword.storage.prepared import Row

T = TypeVar("T")


def page(
    connection: sa.Connection,
    wanted: sa.Select[Any],
    ordered: Sequence[sa.ColumnElement[Any]],
    request: PageRequest,
    read: Callable[[Row], T],
) -> Page[T]:
    """Count all rows, and read those of one page with `read`."""
    count = sa.select(sa.func.count()).select_from(wanted.subquery())
    total = connection.execute(count).scalar_one()
    part = wanted.order_by(*ordered).limit(request.size).offset(request.offset)
    return Page([read(row) for row in connection.execute(part)], total, request)
