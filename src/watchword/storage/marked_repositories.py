"""Lists of repositories that somebody marked with a star, or watches, in SQL."""

from typing import Any

import sqlalchemy as sa

from watchword.repositories.ports import Listing
from watchword.storage.tables.repositories import repositories
from watchword.storage.tables.social import stars, watches


def marked(wanted: sa.Select[Any], form: Listing) -> sa.Select[Any]:
    """Only what somebody marked with a star, or watches, where that is asked for.

    Who that is are the parameters `starred_by` and `watched_by`.
    """
    if form.starred_by is not None:
        marked = stars.c.user_id == sa.bindparam("starred_by", type_=sa.BigInteger)
        wanted = wanted.join(stars, sa.and_(stars.c.repository_id == repositories.c.id, marked))
    if form.watched_by is not None:
        watcher = sa.bindparam("watched_by", type_=sa.BigInteger)
        watching = sa.and_(watches.c.user_id == watcher, ~watches.c.ignored)
        theirs = sa.select(watches.c.repository_id).where(watching)
        wanted = wanted.where(repositories.c.id.in_(theirs))
    return wanted
