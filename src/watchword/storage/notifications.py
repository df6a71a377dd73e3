"""What people are told of, in SQL. What they may not see any more is in no answer, nor counted."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from watchword.kernel.ids import (
    CommitCommentId,
    RepoId,
    RepoInvitationId,
    ThreadId,
    UserId,
)
from watchword.kernel.pagination import Page, PageRequest
from watchword.notifications.model import (
    PARTICIPATING,
    Choice,
    Notice,
    Reason,
    Subject,
    Thread,
)
from watchword.notifications.ports import Sight, ThreadListing
from watchword.repositories.model import Repository
from watchword.storage.notices_seen import shown
from watchword.storage.parts import part
from watchword.storage.prepared import Prepared, Row
from watchword.storage.repositories import SqlRepositories
from watchword.storage.tables.notifications import notifications

LONGEST_TITLE = 255
THREAD = tuple(
    notifications.c[name]
    for name in (
        "id",
        "user_id",
        "repository_id",
        "subject",
        "key",
        "title",
        "reason",
        "unread",
        "updated_at",
        "last_read_at",
        "choice",
        "chosen_at",
        "comment_id",
        "invitation_id",
        "created_at",
        "changed_at",
    )
)
IN_BOX = (notifications.c.unread, ~notifications.c.done)
VIEWER = sa.bindparam("viewer", type_=sa.BigInteger)
UNREAD = Prepared(
    sa.select(notifications.c.id)
    .where(notifications.c.user_id == VIEWER, *IN_BOX, shown(VIEWER))
    .limit(1)
)


class SqlThreads:
    """Threads of what people are told of."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def page(self, sight: Sight, listing: ThreadListing, request: PageRequest) -> Page[Thread]:
        """A page of them; none that is done."""
        wanted = sa.select(*THREAD).where(*_within(sight), *_wanted(listing))
        order = [notifications.c.updated_at.desc(), notifications.c.id.desc()]
        if listing.unread_first:
            order.insert(0, notifications.c.unread.desc())
        found = part(self._connection, wanted, request, *order)
        known: dict[int, Repository | None] = {}
        return found.map(lambda row: self._thread_of(row, known))

    def changed_at(self, sight: Sight) -> int | None:
        """When the newest change of what that sight shows was, read or unread, done or not."""
        newest = sa.select(sa.func.max(notifications.c.changed_at)).where(*_within(sight))
        found: int | None = self._connection.execute(newest).scalar_one()
        return found

    def has_unread(self, user: UserId) -> bool:
        """Whether there is something that was not read."""
        return UNREAD.first(self._connection, viewer=user) is not None

    def find(self, user: UserId, thread: ThreadId) -> Thread | None:
        """Find one of that person."""
        return self._one(*_within(Sight(user)), notifications.c.id == thread)

    def about(self, user: UserId, subject: Subject, key: str) -> Thread | None:
        """Find the one of that person about that thing."""
        return self._one(*_about(user, subject, key))

    def followers(self, repository: RepoId, key: str) -> Sequence[UserId]:
        """Who takes part in what is said about a commit, and did not let go; or chose to follow."""
        takes_part = sa.and_(
            notifications.c.choice == Choice.NONE.value,
            notifications.c.reason.in_([one.value for one in PARTICIPATING]),
        )
        found = sa.select(notifications.c.user_id).where(
            notifications.c.repository_id == repository,
            notifications.c.subject == Subject.COMMIT.value,
            notifications.c.key == key,
            sa.or_(notifications.c.choice == Choice.SUBSCRIBED.value, takes_part),
        )
        return [UserId(one) for one in self._connection.execute(found).scalars()]

    def put(self, user: UserId, notice: Notice, now: int, *, unread: bool = True) -> None:
        """Keep a notice in its thread, the thread in the inbox; a new one where there is none."""
        values = {
            "repository_id": notice.repository,
            "title": notice.title[:LONGEST_TITLE],
            "reason": notice.reason.value,
            "unread": unread,
            "done": not unread,
            "comment_id": notice.comment,
            "invitation_id": notice.invitation,
            "org_invitation_id": notice.org_invitation,
            "alert_id": notice.alert,
            "updated_at": now,
            "changed_at": now,
        }
        about = _about(user, notice.subject, notice.key)
        changed = sa.update(notifications).where(*about).values(values)
        if not self._connection.execute(changed).rowcount:
            key = {"user_id": user, "subject": notice.subject.value, "key": notice.key}
            new = {**key, **values, "choice": Choice.NONE.value, "created_at": now}
            self._connection.execute(sa.insert(notifications).values(new))

    def mark(self, sight: Sight, until: int, now: int, *, read: bool = True) -> int:
        """Mark all as read, or unread, that nothing happened to later; gives how many."""
        values: dict[str, object] = {"unread": not read, "changed_at": now}
        if read:
            values["last_read_at"] = now
        changed = sa.update(notifications).where(
            *_within(sight),
            notifications.c.unread if read else ~notifications.c.unread,
            ~notifications.c.done,
            notifications.c.updated_at <= until,
        )
        return self._connection.execute(changed.values(values)).rowcount

    def mark_one(self, thread: ThreadId, now: int) -> None:
        """Mark one as read."""
        self._set(thread, {"unread": False, "last_read_at": now, "changed_at": now})

    def done(self, thread: ThreadId, now: int) -> None:
        """Put one out of the inbox until something happens to it."""
        values: dict[str, object] = {
            "unread": False,
            "done": True,
            "last_read_at": now,
            "changed_at": now,
        }
        self._set(thread, values)

    def choose(self, thread: ThreadId, choice: Choice, now: int) -> None:
        """Keep what somebody chose for it."""
        self._set(thread, {"choice": choice.value, "chosen_at": now, "changed_at": now})

    def sweep(self, before: int, count: int) -> int:
        """Forget so many that were read, and had no news since that second; gives how many.

        One that somebody chose something for is kept: they would be told of it again.
        """
        old = sa.select(notifications.c.id).where(
            notifications.c.updated_at < before,
            ~notifications.c.unread,
            notifications.c.choice == Choice.NONE.value,
        )
        gone = sa.delete(notifications).where(notifications.c.id.in_(old.limit(count)))
        return self._connection.execute(gone).rowcount

    def _set(self, thread: ThreadId, values: Mapping[str, object]) -> None:
        changed = sa.update(notifications).where(notifications.c.id == thread)
        self._connection.execute(changed.values(values))

    def _one(self, *where: sa.ColumnElement[bool]) -> Thread | None:
        row = self._connection.execute(sa.select(*THREAD).where(*where)).first()
        return None if row is None else self._thread_of(row, {})

    def _thread_of(self, row: Row, known: dict[int, Repository | None]) -> Thread:
        """Read the columns of THREAD; each repository is looked up once."""
        user = UserId(row[1])
        if row[2] is not None and row[2] not in known:
            known[row[2]] = SqlRepositories(self._connection).by_id(RepoId(row[2]), user)
        return Thread(
            id=ThreadId(row[0]),
            user=user,
            repository=None if row[2] is None else known[row[2]],
            subject=Subject(row[3]),
            key=row[4],
            title=row[5],
            reason=Reason(row[6]),
            unread=bool(row[7]),
            updated_at=row[8],
            last_read_at=row[9],
            choice=Choice(row[10]),
            chosen_at=row[11],
            comment=None if row[12] is None else CommitCommentId(row[12]),
            invitation=None if row[13] is None else RepoInvitationId(row[13]),
            created_at=row[14],
            changed_at=row[15],
        )


def _about(user: UserId, subject: Subject, key: str) -> list[sa.ColumnElement[bool]]:
    return [
        notifications.c.user_id == user,
        notifications.c.subject == subject.value,
        notifications.c.key == key,
    ]


def _within(sight: Sight) -> list[sa.ColumnElement[bool]]:
    """Those of one person that they may know of, and the credential as well."""
    viewer = sa.literal(sight.user, sa.BigInteger)
    where = [
        notifications.c.user_id == sight.user,
        shown(viewer, public_only=sight.public_only),
    ]
    if sight.repository is not None:
        where.append(notifications.c.repository_id == sight.repository.id)
    if sight.of_repositories:
        where.append(notifications.c.repository_id.is_not(None))
    return where


def _wanted(listing: ThreadListing) -> list[sa.ColumnElement[Any]]:
    where: list[sa.ColumnElement[Any]] = [~notifications.c.done]
    if listing.unread:
        where.append(notifications.c.unread)
    if listing.participating:
        where.append(notifications.c.reason.in_([one.value for one in PARTICIPATING]))
    if listing.since is not None:
        where.append(notifications.c.updated_at >= listing.since)
    if listing.before is not None:
        where.append(notifications.c.updated_at < listing.before)
    return where
