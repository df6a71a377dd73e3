"""Repositories in SQL."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from watchword.access.roles import Role
from watchword.kernel.ids import RepoId, TeamId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories.model import Collaborator, Repository, Visibility
from watchword.repositories.ports import Affiliation, Listing, NewRepository, Sort
from watchword.storage.blindness import forget_blind
from watchword.storage.former_branches import SqlFormerBranches
from watchword.storage.handing_over import forget_teams, leave_webhooks
from watchword.storage.integrity import conflict
from watchword.storage.marked_repositories import marked
from watchword.storage.prepared import Prepared, Row
from watchword.storage.repository_names import SEEN, find, named
from watchword.storage.sight import may_see, repository_of, seen, through_organization
from watchword.storage.standing import standing
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.lineage import lineage
from watchword.storage.tables.organizations import team_ancestors, team_repositories
from watchword.storage.tables.repositories import aliases, collaborators, repositories
from watchword.storage.tables.social import stars

BY_ID = Prepared(SEEN.where(repositories.c.id == sa.bindparam("id")))

ORDER = {
    Sort.FULL_NAME: (accounts.c.login_key, repositories.c.name_key),
    Sort.CREATED: (repositories.c.created_at, repositories.c.id),
    Sort.UPDATED: (repositories.c.updated_at, repositories.c.id),
    Sort.PUSHED: (
        sa.func.coalesce(repositories.c.pushed_at, repositories.c.created_at),
        repositories.c.id,
    ),
    Sort.STARS: (repositories.c.stars, repositories.c.id),
    Sort.MARKED: (stars.c.since, repositories.c.id),
}


class SqlRepositories(SqlFormerBranches):
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
        wanted = _wanted(listing)
        count = sa.select(sa.func.count()).select_from(wanted.subquery())
        total = self._connection.execute(count).scalar_one()
        keys = ORDER[listing.sort]
        ordered = [key.desc() if listing.descending else key.asc() for key in keys]
        part = wanted.order_by(*ordered).limit(request.size).offset(request.offset)
        rows = self._connection.execute(part)
        return Page([repository_of(row, listing.viewer) for row in rows], total, request)

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
            made = self._connection.execute(
                sa.insert(repositories).values(values).returning(repositories.c.id)
            ).scalar_one()
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

    def note_look(self, repository: RepoId, licence: str | None, language: str | None) -> None:
        """Note what its files tell: the key of a licence, and the language of most of it.

        It is no change of the repository itself.
        """
        changed = sa.update(repositories).where(repositories.c.id == repository)
        self._connection.execute(changed.values(licence=licence, language=language))

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
        public = repositories.c.visibility == Visibility.PUBLIC.value
        theirs = (
            sa.select(sa.func.count())
            .select_from(repositories)
            .where(repositories.c.owner_id == owner)
        )
        counted = {
            "public_repositories": theirs.where(public).scalar_subquery(),
            "private_repositories": theirs.where(~public).scalar_subquery(),
            "updated_at": now,
        }
        self._connection.execute(sa.update(accounts).where(accounts.c.id == owner).values(counted))

    def _leave_alias(self, repository: Repository) -> None:
        """Let the name that it had lead to it."""
        self._forget_alias(repository.owner, repository.name)
        left = {"owner_id": repository.owner, "name_key": repository.name.lower()}
        self._connection.execute(sa.insert(aliases).values(left | {"repository_id": repository.id}))

    def _forget_alias(self, owner: UserId, name: str) -> None:
        gone = sa.delete(aliases).where(
            aliases.c.owner_id == owner, aliases.c.name_key == name.lower()
        )
        self._connection.execute(gone)


def _wanted(listing: Listing) -> sa.Select[Any]:
    """The repositories of a list, restricted to what the viewer may see."""
    viewer = sa.literal(listing.viewer, sa.BigInteger)
    wanted = seen(viewer).where(
        sa.or_(sa.false(), *_reasons(listing, viewer)),
        may_see(listing.viewer),
        repositories.c.visibility.in_([one.value for one in listing.visibilities]),
    )
    if listing.team is not None:
        wanted = wanted.where(repositories.c.id.in_(_of_team(listing.team)))
    wanted = marked(wanted, listing)
    if listing.since is not None:
        wanted = wanted.where(repositories.c.updated_at > listing.since)
    if listing.before is not None:
        wanted = wanted.where(repositories.c.updated_at < listing.before)
    if listing.archived is not None:
        column = repositories.c.archived_at
        wanted = wanted.where(column.is_not(None) if listing.archived else column.is_(None))
    if listing.forked_from is not None:
        theirs = sa.select(lineage.c.repository_id).where(
            lineage.c.parent_id == listing.forked_from
        )
        wanted = wanted.where(repositories.c.id.in_(theirs))
    if listing.forks is not None:
        copies = sa.select(lineage.c.repository_id).where(lineage.c.parent_id.is_not(None))
        copied = repositories.c.id.in_(copies)
        wanted = wanted.where(copied if listing.forks else ~copied)
    return wanted


def _reasons(listing: Listing, viewer: sa.ColumnElement[Any]) -> Iterator[sa.ColumnElement[bool]]:
    """Why a repository is on a list.

    In which organizations somebody else is stays concealed: theirs are on one's own list only.
    """
    if listing.of is None:
        yield sa.true()
    if Affiliation.OWNER in listing.affiliations:
        yield repositories.c.owner_id == listing.of
    if Affiliation.COLLABORATOR in listing.affiliations:
        theirs = sa.select(collaborators.c.repository_id)
        yield repositories.c.id.in_(theirs.where(collaborators.c.user_id == listing.of))
    mine = listing.of is not None and listing.of == listing.viewer
    if Affiliation.ORGANIZATION_MEMBER in listing.affiliations and mine:
        yield through_organization(viewer)


def _of_team(team: TeamId) -> sa.Select[Any]:
    above = sa.select(team_ancestors.c.ancestor_id).where(team_ancestors.c.team_id == team)
    return sa.select(team_repositories.c.repository_id).where(
        team_repositories.c.team_id.in_(above)
    )
