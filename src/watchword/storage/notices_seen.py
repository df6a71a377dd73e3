"""Which of the things that people were told of they may still know of, in SQL."""

from typing import Any

import sqlalchemy as sa

from watchword.access.roles import Role
from watchword.repositories.model import Visibility
from watchword.storage.sight import AS_MEMBER, by_teams, seen, sees
from watchword.storage.tables.notifications import notifications
from watchword.storage.tables.repositories import collaborators, repositories


def shown(viewer: sa.ColumnElement[Any], *, public_only: bool = False) -> sa.ColumnElement[bool]:
    """Whether somebody may know of what a row is about.

    An invitation names its repository to who is asked, for as long as it waits. An alert is for
    those who run the repository.
    """
    about_none = notifications.c.repository_id.is_(None)
    if public_only:
        public = repositories.c.visibility == Visibility.PUBLIC.value
        open_to_all = _there(viewer, public)
        return sa.or_(about_none, sa.and_(open_to_all, _is_let_in(viewer)))
    return sa.or_(about_none, _is_let_in(viewer))


def _is_let_in(viewer: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    is_alert = notifications.c.alert_id.is_not(None)
    return sa.or_(
        notifications.c.invitation_id.is_not(None),
        sa.and_(is_alert, _there(viewer, _runs(viewer))),
        sa.and_(~is_alert, _there(viewer, sees(viewer))),
    )


def _there(
    viewer: sa.ColumnElement[Any], condition: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool]:
    found = seen(viewer).where(repositories.c.id == notifications.c.repository_id, condition)
    return found.with_only_columns(sa.literal(1)).correlate(notifications).exists()


def _runs(viewer: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    least = Role.ADMIN.value
    return sa.or_(
        repositories.c.owner_id == viewer,
        collaborators.c.role >= least,
        least <= AS_MEMBER,
        by_teams(viewer) >= least,
    )
