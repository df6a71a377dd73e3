"""Turns an expected clash into Conflict, without spoiling the transaction around it."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from watchword.kernel.errors import Conflict


@contextmanager
def conflict(connection: sa.Connection, text: str) -> Iterator[None]:
    """Run the block in a savepoint. Raises Conflict with the text when a constraint says no."""
    try:
        with connection.begin_nested():
            yield
    except IntegrityError as error:
        raise Conflict(text) from error
