"""Stars of repositories, in SQL."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from watchword.kernel.ids import RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories.model import Repository
from watchword.social.model import Stargazer
from watchword.storage.accounts import PEOPLE, USER, user_of
from watchword.storage.parts import part
from watchword.storage.prepared import Row
from watchword.storage.sight import OPEN, visible_to
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.repositories import repositories
from watchword.storage.tables.social import stars


class SqlStars:
    """Stars of repositories. The repositories tell how many; both change together."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def since(self, user: UserId, repositories: Sequence[RepoId]) -> Mapping[RepoId, int]:
        """When somebody marked each of these (seconds since 1970); those without star left out."""
        found = sa.select(stars.c.repository_id, stars.c.since).where(
            stars.c.user_id == user, stars.c.repository_id.in_(repositories)
        )
        return {RepoId(row[0]): row[1] for row in self._connection.execute(found)}

    def add(self, user: UserId, repository: RepoId, now: int) -> bool:
        """Mark a repository; False when that is so already."""
        if self.since(user, [repository]):
            return False
        new = sa.insert(stars).values(user_id=user, repository_id=repository, since=now)
        self._connection.execute(new)
        self._count([repository], 1)
        return True

    def remove(self, user: UserId, repository: RepoId) -> bool:
        """Take the star away; False when there is none."""
        return self._remove(user, [repository])

    def stargazers(
        self, repository: Repository, page: PageRequest, *, newest_first: bool = False
    ) -> Page[Stargazer]:
        """Who marked a repository, of those who may still know of it."""
        wanted = (
            PEOPLE.add_columns(stars.c.since)
            .join(stars, stars.c.user_id == accounts.c.id)
            .where(stars.c.repository_id == repository.id)
        )
        if repository.visibility not in OPEN:
            wanted = wanted.where(visible_to(stars.c.user_id, stars.c.repository_id))
        keys = (stars.c.since, stars.c.user_id)
        ordered = [key.desc() if newest_first else key.asc() for key in keys]
        return part(self._connection, wanted, page, *ordered).map(_stargazer)

    def forget(self, user: UserId, most: int) -> bool:
        """Take away so many of somebody's stars; whether there may be more."""
        found = sa.select(stars.c.repository_id).where(stars.c.user_id == user)
        some = self._connection.execute(found.order_by(stars.c.repository_id).limit(most))
        those = [RepoId(one) for one in some.scalars()]
        self._remove(user, those)
        return len(those) == most

    def _remove(self, user: UserId, those: Sequence[RepoId]) -> bool:
        gone = sa.delete(stars).where(stars.c.user_id == user, stars.c.repository_id.in_(those))
        if not those or not self._connection.execute(gone).rowcount:
            return False
        self._count(those, -1)
        return True

    def _count(self, those: Sequence[RepoId], step: int) -> None:
        counted = sa.update(repositories).where(repositories.c.id.in_(those))
        self._connection.execute(counted.values(stars=repositories.c.stars + step))


def _stargazer(row: Row) -> Stargazer:
    return Stargazer(user_of(row), row[len(USER)])
