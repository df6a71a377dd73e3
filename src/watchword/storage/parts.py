"""Parts of lists in SQL: how many there are, and the rows of one page."""

from typing import Any

import sqlalchemy as sa

from watchword.kernel.pagination import Page, PageRequest
from watchword.storage.prepared import Row


def part(
    connection: sa.Connection,
    wanted: sa.Select[Any],
    request: PageRequest,
    *order: sa.ColumnElement[Any],
) -> Page[Row]:
    """Count what is wanted, and give the rows of the page."""
    counted = sa.select(sa.func.count()).select_from(wanted.subquery())
    total = connection.execute(counted).scalar_one()
    rows = connection.execute(wanted.order_by(*order).limit(request.size).offset(request.offset))
    return Page(list(rows), total, request)
