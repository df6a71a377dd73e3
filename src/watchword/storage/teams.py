"""Teams in SQL. What their members and repositories are, see team_staff.py."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from watchword.access.roles import Role
from watchword.kernel.ids import OrgId, RepoId, TeamId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.organizations.model import OrgRole
from watchword.organizations.team_model import Privacy, Team, TeamOfRepository, TeamRole
from watchword.organizations.team_ports import NewTeam
from watchword.storage.integrity import conflict
from watchword.storage.parts import part
from watchword.storage.prepared import Prepared, Row
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.organizations import (
    org_members,
    team_ancestors,
    team_members,
    team_repositories,
    teams,
)
from watchword.storage.team_staff import SqlTeamStaff

BELOW = team_ancestors.alias("below")
ABOVE = team_ancestors.alias("above")
STAFF = team_members.alias("staff")
MEMBERS = (
    sa.select(sa.func.count(sa.distinct(STAFF.c.user_id)))
    .select_from(STAFF.join(BELOW, BELOW.c.team_id == STAFF.c.team_id))
    .where(BELOW.c.ancestor_id == teams.c.id)
    .scalar_subquery()
)
REPOSITORIES = (
    sa.select(sa.func.count(sa.distinct(team_repositories.c.repository_id)))
    .select_from(team_repositories.join(ABOVE, ABOVE.c.ancestor_id == team_repositories.c.team_id))
    .where(ABOVE.c.team_id == teams.c.id)
    .scalar_subquery()
)
TEAM = (
    teams.c.id,
    teams.c.org_id,
    accounts.c.login,
    teams.c.name,
    teams.c.slug,
    teams.c.description,
    teams.c.privacy,
    teams.c.notifies,
    teams.c.parent_id,
    MEMBERS,
    REPOSITORIES,
    teams.c.created_at,
    teams.c.updated_at,
    org_members.c.role,
    team_members.c.role,
)


def _seen(viewer: sa.ColumnElement[Any]) -> sa.Select[Any]:
    in_org = sa.and_(org_members.c.org_id == teams.c.org_id, org_members.c.user_id == viewer)
    in_team = sa.and_(team_members.c.team_id == teams.c.id, team_members.c.user_id == viewer)
    joined = (
        teams.join(accounts, accounts.c.id == teams.c.org_id)
        .outerjoin(org_members, in_org)
        .outerjoin(team_members, in_team)
    )
    return sa.select(*TEAM).select_from(joined)


SEEN = _seen(sa.bindparam("viewer", type_=sa.BigInteger))
BY_ID = Prepared(SEEN.where(teams.c.id == sa.bindparam("id")))
BY_SLUG = Prepared(
    SEEN.where(accounts.c.login_key == sa.bindparam("org"), teams.c.slug == sa.bindparam("slug"))
)
KNOWN = sa.and_(
    org_members.c.role.is_not(None),
    sa.or_(
        org_members.c.role == OrgRole.ADMIN.value,
        teams.c.privacy == Privacy.CLOSED.value,
        team_members.c.role.is_not(None),
    ),
)
"""What the viewer may know of (the same as Team.role_of says)."""


def team_of(row: Row, viewer: UserId | None) -> Team:
    """Read the columns of TEAM."""
    return Team(
        TeamId(row[0]),
        OrgId(UserId(row[1])),
        org_login=row[2],
        name=row[3],
        slug=row[4],
        description=row[5],
        privacy=Privacy(row[6]),
        notifies=bool(row[7]),
        parent=None if row[8] is None else TeamId(row[8]),
        members=row[9],
        repositories=row[10],
        created_at=row[11],
        updated_at=row[12],
        viewer=viewer,
        viewer_in_org=OrgRole(row[13]) if row[13] else None,
        viewer_in_team=TeamRole(row[14]) if row[14] else None,
    )


class SqlTeams(SqlTeamStaff):
    """Teams."""

    def by_slug(self, org: str, slug: str, viewer: UserId | None) -> Team | None:
        """Find by the login of the organization and the slug."""
        asked = {"org": org.lower(), "slug": slug.lower(), "viewer": viewer}
        row = BY_SLUG.first(self._connection, **asked)
        return team_of(row, viewer) if row else None

    def by_id(self, team: TeamId, viewer: UserId | None) -> Team | None:
        """Find by number."""
        row = BY_ID.first(self._connection, id=team, viewer=viewer)
        return team_of(row, viewer) if row else None

    def page(
        self, org: OrgId, viewer: UserId | None, request: PageRequest, parent: TeamId | None = None
    ) -> Page[Team]:
        """Teams that the viewer may know of, by name; only those right below one where given."""
        wanted = _seen(sa.literal(viewer, sa.BigInteger)).where(teams.c.org_id == org, KNOWN)
        if parent is not None:
            wanted = wanted.where(teams.c.parent_id == parent)
        found = part(self._connection, wanted, request, teams.c.slug, teams.c.id)
        return found.map(lambda row: team_of(row, viewer))

    def of_user(self, user: UserId, request: PageRequest) -> Page[Team]:
        """The teams that somebody is in, by name."""
        wanted = _seen(sa.literal(user, sa.BigInteger)).where(team_members.c.role.is_not(None))
        found = part(self._connection, wanted, request, teams.c.slug, teams.c.id)
        return found.map(lambda row: team_of(row, user))

    def of_repository(
        self, repository: RepoId, viewer: UserId | None, request: PageRequest
    ) -> Page[TeamOfRepository]:
        """The teams that work with a repository, as far as the viewer may know of them."""
        role = (
            sa.select(sa.func.max(team_repositories.c.role))
            .select_from(
                team_repositories.join(ABOVE, ABOVE.c.ancestor_id == team_repositories.c.team_id)
            )
            .where(ABOVE.c.team_id == teams.c.id, team_repositories.c.repository_id == repository)
            .scalar_subquery()
        )
        seen = _seen(sa.literal(viewer, sa.BigInteger)).add_columns(role.label("given"))
        wanted = seen.where(KNOWN, role.is_not(None))
        found = part(self._connection, wanted, request, teams.c.slug, teams.c.id)
        return found.map(lambda row: TeamOfRepository(team_of(row, viewer), Role(row[len(TEAM)])))

    def add(self, new: NewTeam, now: int) -> TeamId:
        """Keep a new team. Raises Conflict when the slug is taken."""
        values = {
            "org_id": new.org,
            "name": new.name,
            "slug": new.slug,
            "description": new.description,
            "privacy": new.privacy.value,
            "notifies": new.notifies,
            "parent_id": new.parent,
            "created_at": now,
            "updated_at": now,
        }
        with conflict(self._connection, "name"):
            made = self._connection.execute(
                sa.insert(teams).values(values).returning(teams.c.id)
            ).scalar_one()
        self._stand_below(TeamId(made), new.parent)
        return TeamId(made)

    def update(self, team: TeamId, values: Mapping[str, str | int | bool | None], now: int) -> None:
        """Change columns. Raises Conflict when the slug is taken."""
        changed = sa.update(teams).where(teams.c.id == team).values({**values, "updated_at": now})
        with conflict(self._connection, "name"):
            self._connection.execute(changed)

    def move(self, team: TeamId, parent: TeamId | None, now: int) -> None:
        """Put a team, with all below it, under another one, or under none."""
        self.update(team, {"parent_id": parent}, now)
        family = self._family(team)
        gone = sa.delete(team_ancestors).where(
            team_ancestors.c.team_id.in_(family), team_ancestors.c.ancestor_id.not_in(family)
        )
        self._connection.execute(gone)
        above = () if parent is None else self.ancestors(parent)
        rows = [{"team_id": one, "ancestor_id": other} for one in family for other in above]
        if rows:
            self._connection.execute(sa.insert(team_ancestors), rows)

    def ancestors(self, team: TeamId) -> frozenset[TeamId]:
        """The team itself and all above it."""
        found = sa.select(team_ancestors.c.ancestor_id).where(team_ancestors.c.team_id == team)
        return frozenset(map(TeamId, self._connection.execute(found).scalars()))

    def has_children(self, team: TeamId) -> bool:
        """Whether there are teams below it."""
        found = sa.select(sa.literal(1)).where(teams.c.parent_id == team).limit(1)
        return self._connection.execute(found).first() is not None

    def delete(self, team: TeamId) -> None:
        """Forget a team, and all below it."""
        self._connection.execute(sa.delete(teams).where(teams.c.id.in_(self._family(team))))

    def _family(self, team: TeamId) -> list[int]:
        """The team itself and all below it."""
        found = sa.select(team_ancestors.c.team_id).where(team_ancestors.c.ancestor_id == team)
        return list(self._connection.execute(found).scalars())

    def _stand_below(self, team: TeamId, parent: TeamId | None) -> None:
        above = {team} | (self.ancestors(parent) if parent is not None else frozenset())
        rows = [{"team_id": team, "ancestor_id": one} for one in above]
        self._connection.execute(sa.insert(team_ancestors), rows)
