"""Who is in a team, and what it works with, in SQL."""

from typing import Any

import sqlalchemy as sa

from watchword.access.roles import Role
from watchword.kernel.ids import RepoId, TeamId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.organizations.model import OrgRole
from watchword.organizations.team_model import TeamMember, TeamRole
from watchword.storage.blindness import forget_blind, forget_blind_in
from watchword.storage.parts import part
from watchword.storage.prepared import Row
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.organizations import (
    org_members,
    team_ancestors,
    team_members,
    team_repositories,
    teams,
)


def _member_of(row: Row) -> TeamMember:
    role = TeamRole.MAINTAINER if row[3] else TeamRole.MEMBER
    return TeamMember(UserId(row[0]), row[1], row[2], role)


def _members(team: TeamId) -> sa.Select[Any]:
    """Who is in the team or below it; owners of the organization always maintain it."""
    below = sa.select(team_ancestors.c.team_id).where(team_ancestors.c.ancestor_id == team)
    maintains = sa.or_(
        org_members.c.role == OrgRole.ADMIN.value,
        sa.and_(team_members.c.team_id == team, team_members.c.role == TeamRole.MAINTAINER.value),
    )
    in_org = sa.and_(
        org_members.c.org_id == teams.c.org_id, org_members.c.user_id == team_members.c.user_id
    )
    return (
        sa.select(
            accounts.c.id,
            accounts.c.login,
            accounts.c.name,
            sa.func.max(sa.case((maintains, 1), else_=0)).label("maintains"),
        )
        .select_from(
            team_members.join(accounts, accounts.c.id == team_members.c.user_id)
            .join(teams, teams.c.id == team_members.c.team_id)
            .join(org_members, in_org)
        )
        .where(team_members.c.team_id.in_(below))
        .group_by(accounts.c.id, accounts.c.login, accounts.c.login_key, accounts.c.name)
    )


class SqlTeamStaff:
    """Members and repositories of teams."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def member(self, team: TeamId, user: UserId) -> TeamMember | None:
        """Somebody who is in the team itself, or below it."""
        wanted = _members(team).where(team_members.c.user_id == user)
        row = self._connection.execute(wanted).first()
        return _member_of(row) if row else None

    def own_role(self, team: TeamId, user: UserId) -> TeamRole | None:
        """What somebody was made in the team itself."""
        found = sa.select(team_members.c.role).where(*_one(team, user))
        role = self._connection.execute(found).scalar()
        return None if role is None else TeamRole(role)

    def members(
        self, team: TeamId, request: PageRequest, role: TeamRole | None = None
    ) -> Page[TeamMember]:
        """Who is in the team or below it, by login."""
        found = _members(team).add_columns(accounts.c.login_key).subquery()
        wanted = sa.select(found)
        if role is not None:
            wanted = wanted.where(found.c.maintains == int(role is TeamRole.MAINTAINER))
        return part(self._connection, wanted, request, found.c.login_key).map(_member_of)

    def set_member(self, team: TeamId, user: UserId, role: TeamRole, now: int) -> None:
        """Let somebody in, or change the role."""
        values = {"role": role.value}
        changed = sa.update(team_members).where(*_one(team, user)).values(values)
        if not self._connection.execute(changed).rowcount:
            new = {"team_id": team, "user_id": user, "since": now, **values}
            self._connection.execute(sa.insert(team_members).values(new))

    def remove_member(self, team: TeamId, user: UserId) -> bool:
        """Take somebody out; whether anything changed."""
        gone = sa.delete(team_members).where(*_one(team, user))
        changed = bool(self._connection.execute(gone).rowcount)
        owner = sa.select(teams.c.org_id).where(teams.c.id == team)
        forget_blind_in(self._connection, self._connection.execute(owner).scalar_one(), user)
        return changed

    def repository_role(self, team: TeamId, repository: RepoId) -> Role | None:
        """What the team may do with a repository, by itself or through teams above it."""
        above = sa.select(team_ancestors.c.ancestor_id).where(team_ancestors.c.team_id == team)
        found = sa.select(sa.func.max(team_repositories.c.role)).where(
            team_repositories.c.team_id.in_(above),
            team_repositories.c.repository_id == repository,
        )
        role = self._connection.execute(found).scalar()
        return None if role is None else Role(role)

    def set_repository(self, team: TeamId, repository: RepoId, role: Role, now: int) -> None:
        """Let the team work with a repository, or change what it may do."""
        key = {"team_id": team, "repository_id": repository}
        changed = sa.update(team_repositories).where(
            team_repositories.c.team_id == team, team_repositories.c.repository_id == repository
        )
        if not self._connection.execute(changed.values(role=role.value)).rowcount:
            new = {**key, "role": role.value, "added_at": now}
            self._connection.execute(sa.insert(team_repositories).values(new))

    def remove_repository(self, team: TeamId, repository: RepoId) -> bool:
        """Let it work with it no longer; whether anything changed."""
        gone = sa.delete(team_repositories).where(
            team_repositories.c.team_id == team, team_repositories.c.repository_id == repository
        )
        changed = bool(self._connection.execute(gone).rowcount)
        forget_blind(self._connection, [repository])
        return changed


def _one(team: TeamId, user: UserId) -> tuple[sa.ColumnElement[bool], ...]:
    return team_members.c.team_id == team, team_members.c.user_id == user
