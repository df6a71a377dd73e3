"""Who follows whom, in SQL."""

import sqlalchemy as sa

from watchword.accounts.model import User
from watchword.kernel.ids import UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.storage.accounts import USER, user_of
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.social import follows


class SqlFollows:
    """Who follows whom. The accounts tell how many; both change together."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def follows(self, follower: UserId, followed: UserId) -> bool:
        """Whether the first one follows the second one."""
        found = sa.select(sa.literal(1)).where(*_pair(follower, followed))
        return self._connection.execute(found).first() is not None

    def add(self, follower: UserId, followed: UserId, now: int) -> bool:
        """Let the first one follow the second one; False when that is so already."""
        if self.follows(follower, followed):
            return False
        values = {"follower_id": follower, "followed_id": followed, "since": now}
        self._connection.execute(sa.insert(follows).values(values))
        self._count(follower, followed, 1)
        return True

    def remove(self, follower: UserId, followed: UserId) -> bool:
        """Let the first one follow no longer; False when that is so already."""
        gone = sa.delete(follows).where(*_pair(follower, followed))
        if not self._connection.execute(gone).rowcount:
            return False
        self._count(follower, followed, -1)
        return True

    def forget(self, user: UserId) -> None:
        """Let a person follow nobody, and be followed by nobody."""
        sides = (follows.c.follower_id, follows.c.followed_id)
        counts = (accounts.c.followers, accounts.c.following)
        for own, other, count in zip(sides, reversed(sides), counts, strict=True):
            them = sa.select(other).where(own == user)
            fewer = sa.update(accounts).where(accounts.c.id.in_(them)).values({count: count - 1})
            self._connection.execute(fewer)
        gone = sa.or_(*(side == user for side in sides))
        self._connection.execute(sa.delete(follows).where(gone))
        none = dict.fromkeys(counts, 0)
        self._connection.execute(sa.update(accounts).where(accounts.c.id == user).values(none))

    def followers(self, user: UserId, page: PageRequest) -> Page[User]:
        """Who follows a person, in the order in which they began."""
        return self._page(follows.c.follower_id, follows.c.followed_id == user, page)

    def following(self, user: UserId, page: PageRequest) -> Page[User]:
        """Whom a person follows, in the order in which it began."""
        return self._page(follows.c.followed_id, follows.c.follower_id == user, page)

    def _page(
        self, of: sa.Column[int], where: sa.ColumnElement[bool], page: PageRequest
    ) -> Page[User]:
        counted = sa.select(sa.func.count()).select_from(follows).where(where)
        total = self._connection.execute(counted).scalar_one()
        found = (
            sa.select(*USER)
            .join(follows, of == accounts.c.id)
            .where(where)
            .order_by(follows.c.since, accounts.c.id)
            .limit(page.size)
            .offset(page.offset)
        )
        rows = self._connection.execute(found)
        return Page([user_of(row) for row in rows], total, page)

    def _count(self, follower: UserId, followed: UserId, step: int) -> None:
        # In the order of the rows: two who follow each other must not wait in a ring.
        counts = [(follower, accounts.c.following), (followed, accounts.c.followers)]
        for user, column in sorted(counts, key=lambda pair: pair[0]):
            changed = sa.update(accounts).where(accounts.c.id == user)
            self._connection.execute(changed.values({column: column + step}))


def _pair(follower: UserId, followed: UserId) -> tuple[sa.ColumnElement[bool], ...]:
    return follows.c.follower_id == follower, follows.c.followed_id == followed
