"""Lists of repositories in SQL: each form of a list is put together once.

To put the statements together costs more than to ask them. What differs between lists of one form,
as who asks, are parameters.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa
from msgspec.structs import replace

from watchword.access.roles import Role
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories.model import Repository
from watchword.repositories.ports import Affiliation, Listing, Sort
from watchword.storage.marked_repositories import marked
from watchword.storage.sight import AS_MEMBER, TEAMS_OF_PEOPLE, may_see, repository_of, seen, sees
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.lineage import lineage
from watchword.storage.tables.organizations import (
    org_members,
    organizations,
    team_ancestors,
    team_members,
    team_repositories,
    teams,
)
from watchword.storage.tables.repositories import collaborators, repositories
from watchword.storage.tables.social import stars

ORDER: Final = {
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
WITH_MEMBERS: Final = repositories.join(
    org_members, org_members.c.org_id == repositories.c.owner_id
).join(organizations, organizations.c.id == org_members.c.org_id)
WITH_TEAMS: Final = TEAMS_OF_PEOPLE.join(
    repositories, repositories.c.id == team_repositories.c.repository_id
)
VALUES: Final = (
    "of",
    "viewer",
    "since",
    "before",
    "team",
    "starred_by",
    "watched_by",
    "forked_from",
)
"""What a listing names, and each list of its form another one."""
FORMS: Final = 256
"""That many are kept; people choose from a few."""


def page(connection: sa.Connection, listing: Listing, request: PageRequest) -> Page[Repository]:
    """A page of a list."""
    values = {name: getattr(listing, name) for name in VALUES}
    form = replace(listing, **{name: 0 for name, one in values.items() if one is not None})
    own = listing.of is not None and listing.of == listing.viewer
    count, part = _statements(form, own)
    total = connection.execute(count, values).scalar_one()
    rows = connection.execute(part, values | {"size": request.size, "offset": request.offset})
    # Tuples: SQLAlchemy's rows are slow to compare.
    found = [repository_of(tuple(row), listing.viewer) for row in rows]
    return Page(found, total, request)


@lru_cache(FORMS)
def _statements(form: Listing, own: bool) -> tuple[sa.Select[Any], sa.Select[Any]]:  # noqa: FBT001 - a key
    """How many there are, and a part of them."""
    wanted = _wanted(form, own=own)
    count = sa.select(sa.func.count()).select_from(wanted.subquery())
    keys = ORDER[form.sort]
    ordered = wanted.order_by(*(key.desc() if form.descending else key.asc() for key in keys))
    return count, ordered.limit(_given("size")).offset(_given("offset"))


def _wanted(form: Listing, *, own: bool) -> sa.Select[Any]:
    """The repositories of a list, restricted to what the viewer may see."""
    viewer = _given("viewer")
    visible = (repositories.c.visibility == one.value for one in sorted(form.visibilities))
    known = may_see(None) if form.viewer is None else sees(viewer)
    wanted = seen(viewer).where(known, sa.or_(sa.false(), *visible))
    if form.of is not None:
        reasons = list(_reasons(form, own=own))
        listed = repositories.c.id.in_(sa.union(*reasons)) if reasons else sa.false()
        wanted = wanted.where(listed)
    if form.team is not None:
        wanted = wanted.where(repositories.c.id.in_(_of_team()))
    wanted = marked(wanted, form)
    if form.since is not None:
        wanted = wanted.where(repositories.c.updated_at > _given("since"))
    if form.before is not None:
        wanted = wanted.where(repositories.c.updated_at < _given("before"))
    if form.archived is not None:
        column = repositories.c.archived_at
        wanted = wanted.where(column.is_not(None) if form.archived else column.is_(None))
    if form.forked_from is not None:
        theirs = lineage.c.parent_id == _given("forked_from")
        wanted = wanted.where(
            repositories.c.id.in_(sa.select(lineage.c.repository_id).where(theirs))
        )
    if form.forks is not None:
        copies = sa.select(lineage.c.repository_id).where(lineage.c.parent_id.is_not(None))
        copied = repositories.c.id.in_(copies)
        wanted = wanted.where(copied if form.forks else ~copied)
    return wanted


def _reasons(form: Listing, *, own: bool) -> Iterator[sa.Select[Any]]:
    """Why repositories are on a list: the numbers of those that are there for each reason.

    In which organizations somebody else is stays concealed: theirs are on one's own list only.
    """
    of, number = _given("of"), repositories.c.id
    if Affiliation.OWNER in form.affiliations:
        yield sa.select(number).where(repositories.c.owner_id == of).correlate(None)
    if Affiliation.COLLABORATOR in form.affiliations:
        yield sa.select(collaborators.c.repository_id).where(collaborators.c.user_id == of)
    if Affiliation.ORGANIZATION_MEMBER in form.affiliations and own:
        inside = sa.and_(org_members.c.user_id == of, Role.NONE.value < AS_MEMBER)
        yield sa.select(number).select_from(WITH_MEMBERS).where(inside).correlate(None)
        reached = sa.and_(team_members.c.user_id == of, teams.c.org_id == repositories.c.owner_id)
        yield sa.select(number).select_from(WITH_TEAMS).where(reached).correlate(None)


def _of_team() -> sa.Select[Any]:
    above = sa.select(team_ancestors.c.ancestor_id).where(
        team_ancestors.c.team_id == _given("team")
    )
    return sa.select(team_repositories.c.repository_id).where(
        team_repositories.c.team_id.in_(above)
    )


def _given(name: str) -> sa.BindParameter[int]:
    return sa.bindparam(name, type_=sa.BigInteger)
