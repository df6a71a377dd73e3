"""Repositories in SQL."""

from collections.abc import Mapping, Sequence
from typing import Final

import sqlalchemy as sa

from watchword.access.roles import Role
from watchword.kernel.ids import RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories.model import Collaborator, Repository, Visibility
from watchword.repositories.ports import Listing, NewRepository
from watchword.storage import repository_lists
from watchword.storage.blindness import forget_blind
from watchword.storage.former_branches import SqlFormerBranches
from watchword.storage.handing_over import forget_teams, leave_webhooks
from watchword.storage.integrity import conflict
from watchword.storage.looks import SqlLooks
from watchword.storage.prepared import Prepared, Row
from watchword.storage.repository_names import SEEN, find, named
from watchword.storage.sight import repository_of
from watchword.storage.standing import standing
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.repositories import aliases, collaborators, repositories

BY_ID = Prepared(SEEN.where(repositories.c.id == sa.bindparam("id")))

# Put together once: that takes longer than to run them.
NEW: Final = sa.insert(repositories).returning(repositories.c.id)
FREED: Final = sa.delete(aliases).where(
    aliases.c.owner_id == sa.bindparam("owner"), aliases.c.name_key == sa.bindparam("name")
)
THEIRS: Final = (
    sa.select(sa.func.count())
    .select_from(repositories)
    .where(repositories.c.owner_id == sa.bindparam("whose"))
)
PUBLIC: Final = repositories.c.visibility == Visibility.PUBLIC.value
RECOUNTED: Final = (
    sa.update(accounts)
    .where(accounts.c.id == sa.bindparam("whose"))
    .values(
        public_repositories=THEIRS.where(PUBLIC).scalar_subquery(),
        private_repositories=THEIRS.where(~PUBLIC).scalar_subquery(),
        updated_at=sa.bindparam("now"),
    )
)


class SqlRepositories(SqlFormerBranches, SqlLooks):
    """Repositories and their collaborators."""

    def find(self, owner: str, name: str, viewer: UserId | None) -> Repository | None:
        """Find by present or former name, whatever the case; a present name wins."""
        return find(self._connection, owner, name, viewer)

    def named(self, owner: str, name: str, viewer: UserId | None) -> tuple[Repository, bool] | None:
        """Find by present name, whatever the case; and whether it is still being copied."""
        return named(self._connection, owner, name, viewer)

    def standing(self, digest: bytes, owner: str, name: str, viewer: UserId) -> Row | None:
        """All rows that decide what the bearer of a token may do with a repository."""
        return standing(self._connection, digest, owner, name, viewer)

    def by_id(self, repository: RepoId, viewer: UserId | None) -> Repository | None:
        """Find by number."""
        row = BY_ID.first(self._connection, id=repository, viewer=viewer)
        return repository_of(row, viewer) if row else None

    def page(self, listing: Listing, request: PageRequest) -> Page[Repository]:
        """A page of a list."""
        return repository_lists.page(self._connection, listing, request)

    def keys(self) -> frozenset[str]:
        """The folders of all repositories."""
        return frozenset(self._connection.execute(sa.select(repositories.c.key)).scalars())

    def add(self, new: NewRepository, now: int) -> Repository:
        """Keep a new repository; a former name that it takes leads elsewhere no longer."""
        values = {
            "key": new.key,
            "owner_id": new.owner,
            "name": new.name,
            "name_key": new.name.lower(),
            "description": new.description,
            "homepage": new.homepage,
            "visibility": new.visibility.value,
            "default_branch": new.default_branch,
            "created_at": now,
            "updated_at": now,
        }
        with conflict(self._connection, "name"):
            made = self._connection.execute(NEW, values).scalar_one()
        self._forget_alias(new.owner, new.name)
        self._recount(new.owner, now)
        found = self.by_id(RepoId(made), new.owner)
        assert found is not None
        return found

    def update(self, repository: RepoId, values: Mapping[str, str | int | None], now: int) -> None:
        """Change columns."""
        changed = sa.update(repositories).where(repositories.c.id == repository)
        self._connection.execute(changed.values({**values, "updated_at": now}))
        if "visibility" in values:
            self._recount(self._owner(repository), now)
            forget_blind(self._connection, [repository])

    def rename(self, repository: Repository, name: str, now: int) -> None:
        """Change the name; the old one leads to it. Raises Conflict."""
        with conflict(self._connection, "name"):
            self.update(repository.id, {"name": name, "name_key": name.lower()}, now)
        self._forget_alias(repository.owner, name)
        if name.lower() != repository.name.lower():
            self._leave_alias(repository)

    def transfer(self, repository: Repository, owner: UserId, name: str, now: int) -> None:
        """Give it another owner and that name; the old address leads to it. Raises Conflict."""
        values: Mapping[str, str | int | None]
        values = {"owner_id": owner, "name": name, "name_key": name.lower()}
        with conflict(self._connection, "name"):
            self.update(repository.id, values, now)
        self._forget_alias(owner, name)
        self._leave_alias(repository)
        forget_teams(self._connection, repository.id)
        for one in (repository.owner, owner):
            self._recount(one, now)

    def pushed(self, repository: RepoId, at: int) -> None:
        """Note a push."""
        self.update(repository, {"pushed_at": at}, at)

    def delete(self, repository: RepoId, now: int) -> None:
        """Forget a repository with all that hangs on it."""
        owner = self._owner(repository)
        leave_webhooks(self._connection, repository, now)
        self._connection.execute(sa.delete(repositories).where(repositories.c.id == repository))
        self._recount(owner, now)

    def collaborators(self, repository: RepoId) -> Sequence[Collaborator]:
        """Who works with it, by login."""
        found = (
            sa.select(
                accounts.c.id,
                accounts.c.login,
                accounts.c.name,
                collaborators.c.role,
                collaborators.c.added_at,
            )
            .join(accounts, accounts.c.id == collaborators.c.user_id)
            .where(collaborators.c.repository_id == repository)
            .order_by(accounts.c.login_key)
        )
        rows = self._connection.execute(found)
        return [Collaborator(UserId(r[0]), r[1], r[2], Role(r[3]), r[4]) for r in rows]

    def set_collaborator(self, repository: RepoId, user: UserId, role: Role, now: int) -> None:
        """Let somebody work with it, or change the role."""
        key = {"repository_id": repository, "user_id": user}
        changed = (
            sa.update(collaborators)
            .where(*(collaborators.c[name] == value for name, value in key.items()))
            .values(role=role.value)
        )
        if not self._connection.execute(changed).rowcount:
            self._connection.execute(
                sa.insert(collaborators).values(**key, role=role.value, added_at=now)
            )

    def remove_collaborator(self, repository: RepoId, user: UserId) -> bool:
        """Let somebody work with it no longer; whether anything changed."""
        gone = sa.delete(collaborators).where(
            collaborators.c.repository_id == repository, collaborators.c.user_id == user
        )
        changed = bool(self._connection.execute(gone).rowcount)
        forget_blind(self._connection, [repository], user)
        return changed

    def _owner(self, repository: RepoId) -> UserId:
        owner = sa.select(repositories.c.owner_id).where(repositories.c.id == repository)
        return UserId(self._connection.execute(owner).scalar_one())

    def _recount(self, owner: UserId, now: int) -> None:
        """Count anew how many repositories somebody owns; a sum kept by hand would drift."""
        self._connection.execute(RECOUNTED, {"whose": owner, "now": now})

    def _leave_alias(self, repository: Repository) -> None:
        """Let the name that it had lead to it."""
        self._forget_alias(repository.owner, repository.name)
        left = {"owner_id": repository.owner, "name_key": repository.name.lower()}
        self._connection.execute(sa.insert(aliases).values(left | {"repository_id": repository.id}))

    def _forget_alias(self, owner: UserId, name: str) -> None:
        self._connection.execute(FREED, {"owner": owner, "name": name.lower()})
