"""Who watches repositories, in SQL."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from watchword.accounts.model import User
from watchword.kernel.ids import RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories.model import Repository
from watchword.social.model import Watch
from watchword.storage.accounts import PEOPLE, PERSON, user_of
from watchword.storage.blindness import forget_blind
from watchword.storage.parts import part
from watchword.storage.sight import OPEN, visible_to
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.repositories import repositories
from watchword.storage.tables.social import watches

# Put together once: that takes longer than to run them.
CHOSEN: Final = sa.select(watches.c.repository_id, watches.c.ignored, watches.c.since).where(
    watches.c.user_id == sa.bindparam("user"),
    watches.c.repository_id.in_(sa.bindparam("those", expanding=True)),
)
NEW: Final = sa.insert(watches)
COUNTED: Final = (
    sa.update(repositories)
    .where(repositories.c.id.in_(sa.bindparam("those", expanding=True)))
    .values(watchers=repositories.c.watchers + sa.bindparam("step"))
)


class SqlWatches:
    """Who watches repositories. The repositories tell how many; both change together."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def begin(self, repository: RepoId, user: UserId, now: int) -> None:
        """Let somebody watch who works with it from now on; a choice made before holds."""
        if not self.of(user, [repository]):
            self._add(user, repository, ignored=False, now=now)

    def of(self, user: UserId, repositories: Sequence[RepoId]) -> Mapping[RepoId, Watch]:
        """What somebody chose for each of these; those without a choice left out."""
        rows = self._connection.execute(CHOSEN, {"user": user, "those": repositories})
        return {RepoId(row[0]): Watch(bool(row[1]), row[2]) for row in rows}

    def put(self, user: UserId, repository: RepoId, *, ignored: bool, now: int) -> bool:
        """Keep a choice, in the place of the one before; False when that was the same."""
        before = self.of(user, [repository]).get(repository)
        if before is not None and before.ignored is ignored:
            return False
        if before is not None:
            self.remove(user, repository)
        self._add(user, repository, ignored=ignored, now=now)
        return True

    def remove(self, user: UserId, repository: RepoId) -> Watch | None:
        """Forget a choice; gives what it was."""
        before = self.of(user, [repository]).get(repository)
        if before is not None:
            self._remove(user, {repository: before})
        return before

    def watchers(self, repository: Repository, page: PageRequest) -> Page[User]:
        """Who watches a repository, of those who may still know of it; the first one first."""
        wanted = PEOPLE.join(watches, watches.c.user_id == accounts.c.id)
        wanted = wanted.where(*_watching(repository))
        order = (watches.c.since, watches.c.user_id)
        return part(self._connection, wanted, page, *order).map(user_of)

    def watchers_of(
        self, repository: Repository, after: UserId | None = None, most: int = 500
    ) -> Sequence[UserId]:
        """The numbers of those who are to be told what happens, the smallest first.

        So many of those after that number; everybody in it may know of the repository now.
        """
        wanted = (
            sa.select(watches.c.user_id)
            .join(accounts, accounts.c.id == watches.c.user_id)
            .where(accounts.c.kind == PERSON, *_watching(repository))
        )
        if after is not None:
            wanted = wanted.where(watches.c.user_id > after)
        rows = self._connection.execute(wanted.order_by(watches.c.user_id).limit(most)).scalars()
        return [UserId(one) for one in rows]

    def ignoring(self, repository: RepoId, users: Sequence[UserId]) -> frozenset[UserId]:
        """Those among some people who want to be told of nothing in it."""
        found = sa.select(watches.c.user_id).where(
            watches.c.repository_id == repository,
            watches.c.user_id.in_(users),
            watches.c.ignored,
        )
        return frozenset(UserId(one) for one in self._connection.execute(found).scalars())

    def forget(self, user: UserId, most: int) -> bool:
        """Forget so many of somebody's choices; whether there may be more."""
        found = sa.select(watches.c.repository_id).where(watches.c.user_id == user)
        some = self._connection.execute(found.order_by(watches.c.repository_id).limit(most))
        known = self.of(user, [RepoId(one) for one in some.scalars()])
        self._remove(user, known)
        return len(known) == most

    def forget_blind(self, repository: RepoId) -> None:
        """Forget stars and watches of those who may not know of a repository any more."""
        forget_blind(self._connection, [repository])

    def forget_blind_of(self, owner: UserId, after: RepoId | None, most: int) -> RepoId | None:
        """Forget stars and watches of those who may not know of repositories of an owner any more.

        In so many of those after that one; gives the last of them, None when there are no more.
        """
        hidden = repositories.c.visibility.not_in([one.value for one in OPEN])
        wanted = sa.select(repositories.c.id).where(repositories.c.owner_id == owner, hidden)
        if after is not None:
            wanted = wanted.where(repositories.c.id > after)
        rows = self._connection.execute(wanted.order_by(repositories.c.id).limit(most))
        found = [RepoId(one) for one in rows.scalars()]
        if found:
            forget_blind(self._connection, found)
        return found[-1] if len(found) == most else None

    def _add(self, user: UserId, repository: RepoId, *, ignored: bool, now: int) -> None:
        values = {"user_id": user, "repository_id": repository, "ignored": ignored, "since": now}
        self._connection.execute(NEW, values)
        if not ignored:
            self._count([repository], 1)

    def _remove(self, user: UserId, those: Mapping[RepoId, Watch]) -> None:
        gone = sa.delete(watches).where(
            watches.c.user_id == user, watches.c.repository_id.in_(those)
        )
        self._connection.execute(gone)
        self._count([one for one, watch in those.items() if not watch.ignored], -1)

    def _count(self, those: Sequence[RepoId], step: int) -> None:
        self._connection.execute(COUNTED, {"those": those, "step": step})


def _watching(repository: Repository) -> list[sa.ColumnElement[Any]]:
    """Those who want to be told of everything in it, and may know of it."""
    wanted = [watches.c.repository_id == repository.id, ~watches.c.ignored]
    if repository.visibility not in OPEN:
        wanted.append(visible_to(watches.c.user_id, watches.c.repository_id))
    return wanted
