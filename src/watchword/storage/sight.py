"""Which repositories somebody sees, and as what, in one look-up.

What somebody is to a repository is the most of: a collaborator's role, an owner's in the
organization that owns it, the base role of its members, and that of teams and those above them.
"""

from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa

from watchword.access.roles import Role
from watchword.kernel.ids import RepoId, UserId
from watchword.organizations.model import OrgRole
from watchword.repositories.model import Repository, Visibility
from watchword.storage.prepared import Row
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.organizations import (
    org_members,
    organizations,
    team_ancestors,
    team_members,
    team_repositories,
    teams,
)
from watchword.storage.tables.repositories import collaborators, repositories

REPOSITORY = (
    repositories.c.id,
    repositories.c.key,
    repositories.c.owner_id,
    accounts.c.login,
    repositories.c.name,
    repositories.c.description,
    repositories.c.homepage,
    repositories.c.visibility,
    repositories.c.default_branch,
    repositories.c.archived_at,
    repositories.c.created_at,
    repositories.c.updated_at,
    repositories.c.pushed_at,
    organizations.c.id,
    repositories.c.topics,
    repositories.c.stars,
    repositories.c.watchers,
    repositories.c.licence,
    repositories.c.size,
    repositories.c.language,
)
OPEN: Final = frozenset({Visibility.PUBLIC, Visibility.INTERNAL})
"""What everybody with an account may know of."""
AS_MEMBER = sa.case(
    (org_members.c.role == OrgRole.ADMIN.value, Role.ADMIN.value),
    (org_members.c.role.is_not(None), organizations.c.base_role),
)
"""What the viewer is by being in the organization at all."""
TEAMS_OF_PEOPLE = (
    team_members.join(team_ancestors, team_ancestors.c.team_id == team_members.c.team_id)
    .join(team_repositories, team_repositories.c.team_id == team_ancestors.c.ancestor_id)
    .join(teams, teams.c.id == team_repositories.c.team_id)
)
"""Members with what their teams, and those above them, work with."""


def seen(viewer: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Select repositories with what the viewer is to them: read the rows by `repository_of`."""
    working = sa.and_(
        collaborators.c.repository_id == repositories.c.id, collaborators.c.user_id == viewer
    )
    inside = sa.and_(
        org_members.c.org_id == repositories.c.owner_id, org_members.c.user_id == viewer
    )
    joined = (
        repositories.join(accounts, accounts.c.id == repositories.c.owner_id)
        .outerjoin(collaborators, working)
        .outerjoin(organizations, organizations.c.id == repositories.c.owner_id)
        .outerjoin(org_members, inside)
    )
    roles = (collaborators.c.role, AS_MEMBER, by_teams(viewer))
    return sa.select(*REPOSITORY, *roles).select_from(joined)


def by_teams(viewer: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    """The most that teams of the viewer, and those above them, may do with the repository.

    Only teams of the owner count: what is left of them after a transfer opens nothing.
    """
    return (
        sa.select(sa.func.max(team_repositories.c.role))
        .select_from(TEAMS_OF_PEOPLE)
        .where(
            team_members.c.user_id == viewer,
            team_repositories.c.repository_id == repositories.c.id,
            teams.c.org_id == repositories.c.owner_id,
        )
        .correlate_except(team_members, team_ancestors, team_repositories, teams)
        .scalar_subquery()
    )


def through_organization(viewer: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the viewer works with it by being in the organization, or in one of its teams."""
    return sa.or_(Role.NONE.value < AS_MEMBER, by_teams(viewer).is_not(None))


def may_see(viewer: UserId | None) -> sa.ColumnElement[bool]:
    """Whether the viewer may know of it (the same as Repository.role_of says)."""
    if viewer is None:
        return repositories.c.visibility == Visibility.PUBLIC.value
    return sees(sa.literal(viewer, sa.BigInteger))


def visible_to(person: sa.Column[Any], repository: sa.Column[Any]) -> sa.ColumnElement[bool]:
    """Whether the person in a row of another table may know of the repository in it."""
    found = seen(person).where(repositories.c.id == repository, sees(person))
    return found.with_only_columns(sa.literal(1)).correlate(person.table).exists()


def sees(number: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the viewer of `seen` may know of a repository, for any account."""
    return sa.or_(
        # Spelt out: statements that are compiled once hold no list of values.
        *(repositories.c.visibility == one.value for one in sorted(OPEN)),
        repositories.c.owner_id == number,
        collaborators.c.role.is_not(None),
        through_organization(number),
    )


@lru_cache(2_048)
def repository_of(row: Row, viewer: UserId | None) -> Repository:
    """Read the columns of `seen`; rows that are the same again are the same repository."""
    return Repository(
        id=RepoId(row[0]),
        key=row[1],
        owner=UserId(row[2]),
        owner_login=row[3],
        name=row[4],
        description=row[5],
        homepage=row[6],
        visibility=Visibility(row[7]),
        default_branch=row[8],
        archived_at=row[9],
        created_at=row[10],
        updated_at=row[11],
        pushed_at=row[12],
        in_organization=row[13] is not None,
        topics=tuple(row[14].split()),
        stars=row[15],
        watchers=row[16],
        licence=row[17],
        size=row[18],
        language=row[19],
        viewer=viewer,
        viewer_role=Role(max(role or 0 for role in row[len(REPOSITORY) :][:3])),
    )
